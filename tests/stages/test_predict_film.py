import numpy as np
import pytest
from PIL import Image

from data_contracts.errors import PosterError, SourceError
from data_contracts.films import MAX_OVERVIEW_CHARACTERS
from modeling.platt import calibrated
from stages.predict_film import GRID, predict_film
from stages.study_films import read_study_films
from storage.parquet import read_table
from tests.stages.predicting import predictors_of


@pytest.fixture(scope="module")
def predictors(chain, tmp_path_factory):
    return predictors_of(chain, tmp_path_factory.mktemp("predictors") / "workspace")


@pytest.fixture(scope="module")
def film(chain, film_folder):
    films = read_study_films(chain.accepted, chain.split, chain.study.config.genres, chain.store)
    overviews = read_table(chain.store.path(chain.accepted.overviews.sha256) / "overviews.parquet")
    place = int(np.flatnonzero(films.parts == "test")[0])
    film_id = films.ids[place]
    return place, film_folder / "Images" / f"{film_id}.jpg", overviews["overview"].iloc[place]


def test_a_film_gets_what_the_run_said_of_it_calibrated(chain, predictors, film):
    place, poster, overview = film
    films = read_study_films(chain.accepted, chain.split, chain.study.config.genres, chain.store)

    answer = predict_film(poster, overview, predictors, chain.store)

    for name, ref in (("poster", chain.cnn), ("overview", chain.lstm)):
        said = films.read_predictions(chain.store.path(ref.sha256) / "predictions.parquet")
        model = predictors.by_branch[ref.branch].model
        expected = calibrated(said[place], model.calibration)
        genres = [guess.genre for guess in answer.guesses[name]]
        assert genres == [films.genres[g] for g in np.argsort(-expected, kind="stable")[:3]]
        first = answer.guesses[name][0]
        assert first.probability == pytest.approx(expected.max(), abs=1e-5)
        assert first.yes == (expected.max() >= model.threshold)
    assert len(answer.guesses["both"]) == 3
    assert answer.notes == ()
    assert answer.why is None


@pytest.mark.parametrize("missing", ["poster", "overview"])
def test_a_film_with_one_of_the_two_gets_that_ones_answer(chain, predictors, film, missing):
    _, poster, overview = film
    given = "overview" if missing == "poster" else "poster"

    answer = predict_film(
        None if missing == "poster" else poster,
        None if missing == "overview" else overview,
        predictors,
        chain.store,
    )

    assert answer.guesses["both"] == answer.guesses[given]
    assert missing not in answer.guesses
    assert answer.notes == (f"'both' is the answer by {given} alone: the other is missing",)


def test_a_blank_poster_and_an_overview_without_a_word_are_missing(
    chain, predictors, film, tmp_path
):
    _, poster, overview = film
    Image.new("RGB", (60, 90), "red").save(tmp_path / "blank.png")

    by_overview = predict_film(tmp_path / "blank.png", overview, predictors, chain.store)
    by_poster = predict_film(poster, " ... ", predictors, chain.store)

    assert by_overview.guesses == predict_film(None, overview, predictors, chain.store).guesses
    assert by_overview.notes[0] == "the poster is blank, which counts as missing"
    assert by_poster.guesses == predict_film(poster, None, predictors, chain.store).guesses
    assert by_poster.notes[0] == "the overview holds no word, which counts as missing"
    with pytest.raises(SourceError, match="there is nothing to go by"):
        predict_film(tmp_path / "blank.png", "n/a", predictors, chain.store)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "there is no such file"),
        (b"", "it is empty"),
        (b"no image", "it is not an image that can be read"),
        ((8, 90), "it is 8 x 90 pixels"),
    ],
)
def test_a_poster_that_the_contract_refuses_is_refused(
    chain, predictors, film, tmp_path, content, says
):
    path = tmp_path / "poster.png"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        Image.effect_noise(content, 90).save(path)

    with pytest.raises(PosterError, match=says):
        predict_film(path, film[2], predictors, chain.store)


def test_an_overview_that_the_contract_refuses_is_refused(chain, predictors):
    with pytest.raises(SourceError, match="the overview may have 20,000 characters, got 20,001"):
        predict_film(None, "a" * (MAX_OVERVIEW_CHARACTERS + 1), predictors, chain.store)


def test_an_answer_comes_with_what_its_first_guesses_come_from(chain, predictors, film):
    _, poster, overview = film

    answer = predict_film(poster, overview, predictors, chain.store, explain=True)

    assert answer.why.poster_genre == answer.guesses["poster"][0].genre
    assert np.shape(answer.why.patches) == GRID
    assert answer.why.overview_genre == answer.guesses["overview"][0].genre
    assert [word.word for word in answer.why.words] == overview.split()
    assert any(word.contribution for word in answer.why.words)
