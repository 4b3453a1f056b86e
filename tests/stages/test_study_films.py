from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_contracts.errors import StoreError
from data_contracts.references import AcceptedRef, ContentRef, SplitRef
from stages.study_films import StudyFilms, read_study_films
from storage.content_store import ContentStore
from storage.parquet import write_table

GENRES = ("Drama", "N/A")
LABELS = np.array([[1, 0], [1, 1], [0, 1]], dtype=np.int8)
IDS = ["tt0000001", "tt0000002", "tt0000003"]


def _stored(store: ContentStore, name: str, table: pd.DataFrame) -> str:
    with store.staging() as folder:
        write_table(folder / name, table)
        return store.commit(folder)


@pytest.fixture
def store(tmp_path: Path) -> ContentStore:
    return ContentStore(tmp_path / "store")


def _films(store: ContentStore, split_ids: list[str]) -> StudyFilms:
    table = pd.DataFrame({"Id": IDS, "Drama": LABELS[:, 0], "N/A": LABELS[:, 1]})
    ref = ContentRef(sha256=_stored(store, "labels.parquet", table))
    accepted = AcceptedRef(labels=ref, overviews=ref, outcome=ref, films=3, set_aside=0)
    parts = pd.DataFrame({"Id": split_ids, "part": ["test", "train", "validation"]})
    digest = _stored(store, "splits.parquet", parts)
    split = SplitRef(sha256=digest, train=1, validation=1, test=1)
    return read_study_films(accepted, split, GENRES, store)


def test_films_come_with_labels_and_parts(store: ContentStore) -> None:
    films = _films(store, IDS)
    assert films.ids.tolist() == IDS
    assert (films.labels == LABELS).all()
    assert films.labels_of("train").tolist() == [[1, 1]]
    assert films.genres_of(1) == ("Drama", "N/A")


def test_a_split_of_other_films_is_refused(store: ContentStore) -> None:
    with pytest.raises(StoreError, match=r"splits\.parquet: .* run the study again"):
        _films(store, [*IDS[:2], "tt0000009"])


def test_predictions_come_back_as_they_were_stored(store: ContentStore, tmp_path: Path) -> None:
    films = _films(store, IDS)
    probabilities = np.random.default_rng(0).random((3, 2)).astype(np.float32)
    table = films.predictions_table(probabilities)
    assert list(table.columns) == ["Id", "part", "Drama", "N/A"]
    write_table(tmp_path / "predictions.parquet", table)
    found = films.read_predictions(tmp_path / "predictions.parquet")
    assert found.dtype == np.float32
    assert (found == probabilities).all()


def test_predictions_of_other_films_are_refused(store: ContentStore, tmp_path: Path) -> None:
    films = _films(store, IDS)
    table = films.predictions_table(np.zeros((3, 2), dtype=np.float32))
    table["Id"] = [*IDS[:2], "tt0000009"]
    write_table(tmp_path / "predictions.parquet", table)
    with pytest.raises(StoreError, match=r"must be of the 3 films and 2 genres"):
        films.read_predictions(tmp_path / "predictions.parquet")
