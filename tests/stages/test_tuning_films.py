import shutil

import numpy as np
import pytest
from PIL import Image

from data_contracts.examples import PART
from data_contracts.references import ContentRef
from data_contracts.tuning import TUNING_FILMS
from stages.tuning_films import tuning_films
from storage.parquet import read_table, write_table
from tests.study_chain import in_own_workspace


@pytest.fixture
def own(chain, tmp_path):
    return in_own_workspace(chain, tmp_path / "own")


def cut(chain):
    return tuning_films(chain.source, chain.accepted, chain.split, chain.study.config, chain.store)


def test_there_is_nothing_of_a_test_film(chain):
    films = cut(chain)

    folder = chain.store.path(films.sha256)
    parts = read_table(chain.store.path(chain.split.sha256) / "splits.parquet")
    labels = read_table(chain.store.path(chain.accepted.labels.sha256) / "labels.parquet")
    test = set(parts.loc[parts[PART] == "test", "Id"])
    table = read_table(folder / TUNING_FILMS)
    assert test
    assert set(table["Id"]) == set(parts["Id"]) - test
    posters = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    expected = set(labels.loc[~labels["Id"].isin(test), "poster"])
    assert posters == expected | {TUNING_FILMS, "content.json"}
    assert (films.train, films.validation) == (chain.split.train, chain.split.validation)


def changed(chain, ref: ContentRef, name: str, column: str, part: str, value) -> ContentRef:
    """Commit a table with another value for all films of a part."""
    parts = read_table(chain.store.path(chain.split.sha256) / "splits.parquet")
    ids = set(parts.loc[parts[PART] == part, "Id"])
    table = read_table(chain.store.path(ref.sha256) / name)
    table.loc[table["Id"].isin(ids), column] = value
    with chain.store.staging() as folder:
        write_table(folder / name, table)
        return ContentRef(sha256=chain.store.commit(folder))


def tampered(chain, part: str):
    """Return accepted films and a source with all labels, overviews and posters of a part lost."""
    accepted = chain.accepted
    labels = changed(chain, accepted.labels, "labels.parquet", "Drama", part, np.int8(0))
    overviews = changed(chain, accepted.overviews, "overviews.parquet", "overview", part, "x")
    table = read_table(chain.store.path(labels.sha256) / "labels.parquet")
    parts = read_table(chain.store.path(chain.split.sha256) / "splits.parquet")
    with chain.store.staging() as folder:
        shutil.copytree(chain.store.path(chain.source.sha256), folder, dirs_exist_ok=True)
        for poster in table.loc[table["Id"].isin(parts.loc[parts[PART] == part, "Id"]), "poster"]:
            Image.new("RGB", (8, 8)).save(folder / poster, "JPEG")
        (folder / "content.json").unlink()
        source = chain.source.model_copy(update={"sha256": chain.store.commit(folder)})
    films = accepted.model_copy(update={"labels": labels, "overviews": overviews})
    return source, films


def test_whatever_happens_to_test_films_trials_are_given_the_very_same_bytes(own):
    source, accepted = tampered(own, "test")

    films = tuning_films(source, accepted, own.split, own.study.config, own.store)

    assert source.sha256 != own.source.sha256
    assert films == cut(own)


def test_what_happens_to_validation_films_is_seen(own):
    source, accepted = tampered(own, "validation")

    films = tuning_films(source, accepted, own.split, own.study.config, own.store)

    assert films != cut(own)
