"""What new films offer to go by, and what is said of that which cannot be used."""

import pytest
from PIL import Image

from data_contracts.errors import SourceError
from data_contracts.film_rules import POSTER
from data_contracts.films import CSV_NAME, ID, LINE, MAX_OVERVIEW_CHARACTERS, OVERVIEW_TEXT
from data_contracts.posters import POSTER_STATISTICS
from stages.contract_findings import FINDING_COLUMNS
from stages.film_inputs import REASON, film_inputs
from stages.ingest import take_snapshot
from storage.content_store import ContentStore
from tests.stages.predicting import film_set

FILMS = {
    "good": {"Id": "tt0000001", "Overview": "A sheriff rides."},
    "no poster": {"Id": "tt0000002", "Overview": "A clerk waits.", "poster": ""},
    "poster blank": {"Id": "tt0000003", "Overview": "A cook sings."},
    "poster unusable": {"Id": "tt0000004", "Overview": "A dog runs."},
    "overview missing": {"Id": "tt0000005", "Overview": "N/A"},
    "overview too long": {"Id": "tt0000006", "Overview": "a" * (MAX_OVERVIEW_CHARACTERS + 1)},
    "Id malformed": {"Id": "film seven", "Overview": "A judge sleeps."},
}


@pytest.fixture(scope="module")
def found(film_folder, tmp_path_factory):
    root = tmp_path_factory.mktemp("new")
    poster = min((film_folder / "Images").glob("*.jpg")).stem
    films = [{"poster": poster, **film} for film in FILMS.values()]
    folder = film_set(film_folder, root / "films", films)
    Image.new("RGB", (60, 90), "red").save(folder / "Images" / "tt0000003.jpg")
    (folder / "Images" / "tt0000004.jpg").write_bytes(b"no image")
    store = ContentStore(root / "store")
    return film_inputs(take_snapshot(str(folder), store), store)


def test_every_film_has_a_row_in_the_order_of_the_file(found) -> None:
    table, _ = found

    assert table[ID].tolist() == [film["Id"] for film in FILMS.values()]
    assert table[LINE].is_monotonic_increasing
    columns = {ID, LINE, POSTER, OVERVIEW_TEXT, REASON, *POSTER_STATISTICS}
    assert set(table.columns) == columns


def test_what_cannot_be_used_is_missing_and_named(found) -> None:
    table, findings = found
    named = table[REASON].fillna("").tolist()

    # Each film is called by what is wrong with it; of a poster it is also told what that is.
    unusable = list(FILMS).index("poster unusable")
    assert named[unusable].startswith("poster unusable: it is not an image that can be read")
    named[unusable] = "poster unusable"
    assert named == ["", *list(FILMS)[1:]]
    assert called(table[POSTER].isna()) == {
        *("no poster", "poster blank", "poster unusable", "Id malformed"),
    }
    assert called(table[OVERVIEW_TEXT].isna()) == {
        *("overview missing", "overview too long", "Id malformed"),
    }
    assert tuple(findings.columns) == FINDING_COLUMNS
    assert findings[REASON].tolist() == named[1:]


def called(rows) -> set[str]:
    return {name for name, chosen in zip(FILMS, rows, strict=True) if chosen}


def test_looks_are_those_of_the_poster_that_is_used(found) -> None:
    table, _ = found
    looks = table.set_index(ID)[list(POSTER_STATISTICS)]

    assert looks.loc["tt0000001"].notna().all()
    assert looks.loc["tt0000001"].tolist() == looks.loc["tt0000005"].tolist()
    assert looks.loc["tt0000002"].isna().all()


def test_a_file_without_the_columns_is_refused(film_folder, tmp_path) -> None:
    poster = min((film_folder / "Images").glob("*.jpg")).stem
    folder = film_set(film_folder, tmp_path / "films", [{**FILMS["good"], "poster": poster}])
    csv = folder / CSV_NAME
    csv.write_text(csv.read_text("utf-8").replace("Overview", "Plot", 1), "utf-8")
    store = ContentStore(tmp_path / "store")

    with pytest.raises(SourceError, match="Overview"):
        film_inputs(take_snapshot(str(folder), store), store)
