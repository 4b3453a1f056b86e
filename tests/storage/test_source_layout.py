"""Of all that a source offers, exactly the data set is taken."""

import io

import pytest

from data_contracts.errors import SourceError
from data_contracts.films import CSV_NAME, MAX_CSV_BYTES
from data_contracts.posters import MAX_POSTER_BYTES
from storage.source_layout import Entry, printable, select_layout


def _entry(name, size=1, problem=None):
    return Entry(name, size, lambda: io.BytesIO(b"x"), problem)


def _select(*names):
    return select_layout("here", [_entry(name) for name in names])


@pytest.mark.parametrize("root", ["", "films/", "a/b/c/"])
def test_the_data_set_is_where_the_csv_is(root):
    names = [CSV_NAME, "Images/tt1.jpg", "Images/tt2.JPEG"]
    others = ["readme.txt", "Images/notes.txt", "Images/more/tt3.jpg", "tt4.jpg"]
    layout = _select(*(root + name for name in names + others), "elsewhere/Images/tt5.jpg")
    assert sorted(layout.files) == sorted(names)
    assert layout.skipped.ignored_files == 5
    assert layout.size_bytes == 3


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ([], "here: there is no IMDB_overview_genres.csv in it"),
        (["Images/tt1.jpg"], "there is no IMDB_overview_genres.csv"),
        ([CSV_NAME], "there is no poster in Images/ beside IMDB_overview_genres.csv; put"),
        ([CSV_NAME, "Images/tt1.gif"], "there is no poster"),
        ([f"a/{CSV_NAME}", f"b/{CSV_NAME}"], r"is in 2 folders \(a, b\); name the one"),
    ],
)
def test_what_is_no_data_set_is_refused(names, sentence):
    with pytest.raises(SourceError, match=sentence):
        _select(*names)


def test_posters_that_cannot_be_copied_are_reported_and_cost_no_other():
    bad = [
        _entry("Images/pipe.jpg", problem="is a pipe"),
        _entry("Images/large.jpg", size=MAX_POSTER_BYTES + 1),
        _entry("Images/\udcff.jpg"),
        _entry(f"Images/{'ä' * 126}.jpg"),
        _entry("Images/tt2\0.jpg"),
    ]
    layout = select_layout("here", [_entry(CSV_NAME), _entry("Images/tt1.jpg"), *bad])
    assert sorted(layout.files) == [CSV_NAME, "Images/tt1.jpg"]
    problems = {one.file: one.problem for one in layout.skipped.posters}
    assert problems["Images/pipe.jpg"] == "is a pipe"
    assert problems["Images/large.jpg"].startswith("it has 67,108,865 bytes")
    assert problems["Images/\\udcff.jpg"] == "its name is not UTF-8"
    assert problems[f"Images/{'ä' * 126}.jpg"] == "its name has more than 255 bytes"
    assert problems["Images/tt2\0.jpg"] == "its name holds a NUL"


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (_entry(CSV_NAME, problem="is a pipe"), "here: IMDB_overview_genres.csv is a pipe"),
        (_entry(CSV_NAME, size=MAX_CSV_BYTES + 1), "may have 1,073,741,824 bytes"),
    ],
)
def test_a_csv_that_cannot_be_copied_stops(entry, sentence):
    with pytest.raises(SourceError, match=sentence):
        select_layout("here", [entry, _entry("Images/tt1.jpg")])


def test_names_are_printable():
    assert printable("a\udce9.jpg") == "a\\udce9.jpg"
