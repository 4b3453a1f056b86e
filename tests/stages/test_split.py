from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_contracts.config import EvaluationConfig, StudyConfig
from data_contracts.errors import SplitError
from data_contracts.references import AcceptedRef, ContentRef, SplitRef, TablesRef
from data_contracts.split_shares import SplitShares
from data_contracts.study import EarlierRun
from stages.split import split
from stages.split_shares import keep_shares
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table
from storage.runs import RunFolder

GENRES = ("Drama", "N/A", "Western")
CONFIG = StudyConfig(genres=GENRES, evaluation=EvaluationConfig(min_support=5))


@pytest.fixture
def store(tmp_path: Path) -> ContentStore:
    return ContentStore(tmp_path / "store")


def _accepted(store: ContentStore, films: int) -> AcceptedRef:
    """Films of which every second pair shares its poster, and every fifth its overview."""
    labels = np.random.default_rng(0).random((films, 3)) < [0.7, 0.2, 0.3]
    table = pd.DataFrame({"Id": [f"tt{film:07d}" for film in range(films)]})
    table["poster"] = [f"Images/tt{film:07d}.jpg" for film in range(films)]
    shown = [film - film % 2 if film % 4 < 2 else film for film in range(films)]
    table["poster_sha256"] = [f"{film:064x}" for film in shown]
    table["poster_phash"] = [np.random.default_rng(film).bytes(8).hex() for film in shown]
    table[list(GENRES)] = labels.astype(np.int8)
    overviews = pd.DataFrame({"Id": table["Id"], "overview": list(map(_overview, range(films)))})
    with store.staging() as folder:
        write_table(folder / "labels.parquet", table)
        write_table(folder / "overviews.parquet", overviews)
        ref = ContentRef(sha256=store.commit(folder))
    return AcceptedRef(labels=ref, overviews=ref, outcome=ref, films=films, set_aside=0)


def _overview(film: int) -> str:
    """Return random words; every tenth film is told as the one before, but for a mark."""
    chance = np.random.default_rng(film - (film % 10 == 9))
    words = ["".join(chr(97 + letter) for letter in chance.integers(0, 26, 6)) for _ in range(12)]
    return " ".join(words) + ("!" if film % 10 == 9 else "")


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


def test_no_pair_that_is_alike_straddles_the_split(store: ContentStore) -> None:
    folder = store.path(split(_accepted(store, films=200), CONFIG, store).sha256)
    part = read_table(folder / "splits.parquet").set_index("Id")["part"]
    links = read_table(folder / "links.parquet")
    assert links["kind"].value_counts().to_dict() == {"poster": 50, "overview": 20}
    assert (links["Id"].map(part) == links["other"].map(part)).all()
    groups = SplitShares.model_validate_json((folder / "shares.json").read_bytes()).groups
    assert groups is not None
    # Films 20k + 8 and 20k + 9 share poster and overview; the other ten overviews link pairs.
    assert (groups.groups, groups.films, groups.largest) == (60, 120, 2)
    assert groups.links == {"poster": 50, "overview": 20}


def _ran(accepted: AcceptedRef, ref: SplitRef) -> EarlierRun:
    tables = TablesRef(sha256="0" * 64, rows=accepted.films, posters=accepted.films)
    return EarlierRun(run_id="last", tables=tables, accepted=accepted, split=ref)


def _kept_shares(store: ContentStore, ref: SplitRef, last: EarlierRun | None) -> SplitShares:
    folder = RunFolder(store.root.parent / "run")
    keep_shares(ref, last, folder, store)
    return SplitShares.model_validate_json(folder.shares.read_bytes())


def test_a_split_does_not_depend_on_which_run_it_goes_on_from(store: ContentStore) -> None:
    accepted = _accepted(store, films=200)
    first = split(accepted, CONFIG, store)
    last = _ran(accepted, first)

    again = split(accepted, CONFIG, store, last)

    assert again == first
    assert _kept_shares(store, again, None).continues is None
    shares = _kept_shares(store, again, last.model_copy(update={"run_id": "later"}))
    assert (shares.continues, shares.kept, shares.moved) == ("later", 200, 0)


def test_films_of_the_last_split_stay_where_they_are(store: ContentStore) -> None:
    before, now = _accepted(store, films=200), _accepted(store, films=300)
    first = split(before, CONFIG, store)
    other_seed = CONFIG.model_copy(update={"seed": 9})
    last = _ran(before, first)
    ref = split(now, other_seed, store, last)
    old, new = (read_table(store.path(one.sha256) / "splits.parquet") for one in (first, ref))
    assert new.head(200).equals(old)
    shares = _kept_shares(store, ref, last)
    assert (shares.continues, shares.kept, shares.moved) == ("last", 200, 0)
    assert shares.films["test"] == pytest.approx(60, abs=4)
    assert set(new["part"].tail(100)) == {"train", "validation", "test"}


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
