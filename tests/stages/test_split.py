from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_contracts.config import EvaluationConfig, StudyConfig
from data_contracts.errors import SplitError
from data_contracts.references import AcceptedRef, ContentRef
from data_contracts.results import SplitShares
from stages.split import split
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table

GENRES = ("Drama", "N/A", "Western")
CONFIG = StudyConfig(genres=GENRES, evaluation=EvaluationConfig(min_support=5))


@pytest.fixture
def store(tmp_path: Path) -> ContentStore:
    return ContentStore(tmp_path / "store")


def _accepted(store: ContentStore, films: int) -> AcceptedRef:
    """Films of which every second pair shares its poster's bytes."""
    labels = np.random.default_rng(0).random((films, 3)) < [0.7, 0.2, 0.3]
    table = pd.DataFrame({"Id": [f"tt{film:07d}" for film in range(films)]})
    table["poster"] = [f"Images/tt{film:07d}.jpg" for film in range(films)]
    table["poster_sha256"] = [
        f"{film - film % 2 if film % 4 < 2 else film:064x}" for film in range(films)
    ]
    table[list(GENRES)] = labels.astype(np.int8)
    with store.staging() as folder:
        write_table(folder / "labels.parquet", table)
        ref = ContentRef(sha256=store.commit(folder))
    return AcceptedRef(labels=ref, overviews=ref, outcome=ref, films=films, set_aside=0)


def test_the_split_and_its_shares_are_stored(store: ContentStore) -> None:
    ref = split(_accepted(store, films=200), CONFIG, store)
    folder = store.path(ref.sha256)
    parts = read_table(folder / "splits.parquet")
    assert list(parts.columns) == ["Id", "part"]
    assert parts["Id"].is_monotonic_increasing
    assert parts["part"].value_counts().to_dict() == {
        "train": ref.train,
        "validation": ref.validation,
        "test": ref.test,
    }
    assert ref.train + ref.validation + ref.test == 200
    shares = SplitShares.model_validate_json((folder / "shares.json").read_bytes())
    assert shares.films["test"] == ref.test
    assert set(shares.per_genre) == set(GENRES)


def test_films_with_the_same_poster_stay_together(store: ContentStore) -> None:
    accepted = _accepted(store, films=200)
    labels = read_table(store.path(accepted.labels.sha256) / "labels.parquet")
    parts = read_table(store.path(split(accepted, CONFIG, store).sha256) / "splits.parquet")
    by_poster = parts["part"].groupby(labels["poster_sha256"])
    assert by_poster.size().max() == 2
    assert by_poster.nunique().max() == 1


def test_the_same_films_and_seed_give_the_same_content(store: ContentStore) -> None:
    accepted = _accepted(store, films=200)
    first = split(accepted, CONFIG, store)
    assert split(accepted, CONFIG, store) == first
    assert split(accepted, CONFIG.model_copy(update={"seed": 2}), store) != first


@pytest.mark.parametrize(("films", "words"), [(8, "cannot be divided"), (20, "none of the genres")])
def test_too_few_films_leave_nothing_behind(store: ContentStore, films: int, words: str) -> None:
    accepted = _accepted(store, films)
    before = sorted(path.name for path in store.root.iterdir())
    with pytest.raises(SplitError, match=words):
        split(accepted, CONFIG, store)
    assert sorted(path.name for path in store.root.iterdir()) == before
