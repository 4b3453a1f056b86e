import numpy as np
import pandas as pd
import pytest
from PIL import Image

from data_contracts.errors import SourceError
from stages.predict_film import predict_film
from stages.predict_films import predict_films
from storage.parquet import read_table
from tests.stages.predicting import film_set, predictors_of


@pytest.fixture(scope="module")
def predictors(chain, tmp_path_factory):
    return predictors_of(chain, tmp_path_factory.mktemp("predictors") / "workspace")


@pytest.fixture(scope="module")
def sample(chain):
    overviews = chain.store.path(chain.accepted.overviews.sha256) / "overviews.parquet"
    return read_table(overviews).head(6).rename(columns={"overview": "Overview"})


def films_of(sample: pd.DataFrame, **changes):
    """Return films with posters of their own; changes: by place, in words f0 and so on."""
    films = [
        {"Id": film.Id, "Overview": film.Overview, "poster": film.Id}
        for film in sample.itertuples()
    ]
    for name, change in changes.items():
        films[int(name[1:])] |= change
    return films


def test_each_film_gets_what_it_gets_alone_and_what_cannot_be_used_is_named(
    chain, predictors, sample, film_folder, tmp_path
):
    films = films_of(
        sample,
        f1={"poster": ""},
        f2={"Overview": "N/A"},
        f3={"Overview": "", "poster": ""},
        f4={"Id": "film five"},
    )
    folder = film_set(film_folder, tmp_path / "films", films)
    Image.new("RGB", (60, 90), "red").save(folder / "Images" / f"{sample['Id'][5]}.jpg")

    answer = predict_films(str(folder), tmp_path / "answers.parquet", predictors, chain.store)

    table = read_table(tmp_path / "answers.parquet")
    assert table["Id"].tolist() == [film["Id"] for film in films]
    assert table["from"].fillna("").tolist() == [
        *("both", "overview", "poster", "", "", "overview"),
    ]
    assert table["reason"].fillna("").tolist() == [
        *("", "no poster", "overview missing", "overview missing; no poster"),
        *("Id malformed", "poster blank"),
    ]
    assert answer.answered == {"both": 1, "poster": 1, "overview": 2}
    assert answer.films == 6
    assert "Id malformed 1 (film five)" in answer.unusable
    poster = film_folder / "Images" / f"{sample['Id'][0]}.jpg"
    alone = predict_film(poster, films[0]["Overview"], predictors, chain.store)
    for name, guesses in alone.guesses.items():
        assert table[f"{name}_top"][0].tolist() == [guess.genre for guess in guesses]
        said = [table[f"{name}: {guess.genre}"][0] for guess in guesses]
        assert said == pytest.approx([guess.probability for guess in guesses], abs=1e-6)
    yes = {guess.genre for guess in alone.guesses["both"] if guess.yes}
    assert yes <= {*table["said"][0]}
    columns = [f"both: {genre}" for genre in predictors.genres]
    assert table.loc[3:4, columns].isna().to_numpy().all()
    assert table["both_top"][3].tolist() == []


def test_what_is_wrong_with_a_poster_is_told_film_by_film(
    chain, predictors, sample, film_folder, tmp_path
):
    folder = film_set(film_folder, tmp_path / "films", films_of(sample))
    posters = [folder / "Images" / f"{film_id}.jpg" for film_id in sample["Id"][:2]]
    posters[0].write_text("not a poster", "utf-8")
    posters[1].unlink()
    posters[1].symlink_to("/etc/hostname")

    predict_films(str(folder), tmp_path / "answers.parquet", predictors, chain.store)

    damaged, linked = read_table(tmp_path / "answers.parquet")["reason"][:2]
    assert damaged.startswith("poster unusable: it is not an image that can be read")
    assert linked == "poster unusable: is a link that leaves the data set"


def test_the_order_of_films_does_not_matter(chain, predictors, sample, film_folder, tmp_path):
    films = films_of(sample)
    tables = []
    for name, order in (("one", films), ("other", films[::-1])):
        folder = film_set(film_folder, tmp_path / name, order)
        predict_films(str(folder), tmp_path / f"{name}.parquet", predictors, chain.store)
        table = read_table(tmp_path / f"{name}.parquet").set_index("Id")
        tables.append(table.filter(regex=": ").loc[[film["Id"] for film in films]])

    assert np.allclose(*tables, atol=1e-6)


def test_films_that_differ_from_the_training_films_are_told_of(
    chain, predictors, sample, film_folder, tmp_path
):
    films = [
        {"Id": f"tt{number:07}", "Overview": "short", "poster": sample["Id"][0]}
        for number in range(40)
    ]
    folder = film_set(film_folder, tmp_path / "films", films)

    answer = predict_films(str(folder), tmp_path / "answers.parquet", predictors, chain.store)

    told = " ".join(answer.drifted)
    assert "words of an overview: 1.00" in told
    assert "brightness of posters" in told


def test_a_set_without_a_film_to_go_by_is_refused(chain, predictors, sample, film_folder, tmp_path):
    folder = film_set(
        film_folder, tmp_path / "films", [{"Id": "tt0000001", "Overview": "", "poster": ""}]
    )
    (folder / "Images" / "tt0000001.jpg").write_bytes(b"no image")

    with pytest.raises(SourceError, match="no film of it can be answered: overview missing 1"):
        predict_films(str(folder), tmp_path / "answers.parquet", predictors, chain.store)
