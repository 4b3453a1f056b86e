import ast
import csv

import pytest

from data_contracts.errors import SourceError
from data_contracts.films import CSV_NAME, GENRES, IMAGES_FOLDER
from data_contracts.sample_entry import SampleEntry, SampleRow
from storage.sample_set import write_sample_set

ENTRIES = [
    SampleEntry("tt0000001", b"one", SampleRow(("Comedy", "Drama"), 'A "wise" cook, alone...')),
    SampleEntry("tt0000002", b"two", None),
    SampleEntry("tt0000003", b"three", SampleRow(("N/A",), "A young man")),
]


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_layout_is_that_of_the_real_data(tmp_path):
    write_sample_set(tmp_path / "films", ENTRIES)
    assert sorted(contents(tmp_path)) == [
        "films/IMDB_overview_genres.csv",
        "films/Images/tt0000001.jpg",
        "films/Images/tt0000002.jpg",
        "films/Images/tt0000003.jpg",
    ]
    with (tmp_path / "films" / CSV_NAME).open(encoding="utf-8", newline="") as stream:
        header, comedy, unknown = csv.reader(stream)
    assert header == ["Id", "Genre", *GENRES, "Overview"]
    assert (comedy[0], ast.literal_eval(comedy[1])) == ("tt0000001", ["Comedy", "Drama"])
    assert [name for name, hot in zip(header, comedy, strict=True) if hot == "1"] == [
        "Comedy",
        "Drama",
    ]
    assert comedy[-1] == 'A "wise" cook, alone...'
    assert unknown[1] == "['N/A']"
    assert unknown[header.index("N/A")] == "1"


def test_the_same_films_are_left_as_they_are(tmp_path):
    write_sample_set(tmp_path / "films", ENTRIES)
    before = (tmp_path / "films" / CSV_NAME).stat()
    write_sample_set(tmp_path / "films", iter(ENTRIES))
    after = (tmp_path / "films" / CSV_NAME).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_an_empty_folder_is_used(tmp_path):
    (tmp_path / "films").mkdir()
    write_sample_set(tmp_path / "films", ENTRIES)
    assert len(contents(tmp_path / "films")) == 4


def damage_row(folder):
    path = folder / CSV_NAME
    path.write_bytes(path.read_bytes().replace(b"wise", b"vain"))


def damage_poster(folder):
    (folder / IMAGES_FOLDER / "tt0000003.jpg").write_bytes(b"other")


def lose_poster(folder):
    (folder / IMAGES_FOLDER / "tt0000002.jpg").unlink()


def add_poster(folder):
    (folder / IMAGES_FOLDER / "tt0000009.jpg").write_bytes(b"nine")


def add_row(folder):
    with (folder / CSV_NAME).open("a") as stream:
        stream.write("tt0000009\n")


def add_file(folder):
    (folder / "notes.txt").write_text("mine")


@pytest.mark.parametrize(
    "change", [damage_row, damage_poster, lose_poster, add_poster, add_row, add_file]
)
def test_a_folder_of_other_content_is_refused_and_not_touched(tmp_path, change):
    folder = tmp_path / "films"
    write_sample_set(folder, ENTRIES)
    change(folder)
    before = contents(folder)
    with pytest.raises(SourceError, match="name another folder"):
        write_sample_set(folder, ENTRIES)
    assert contents(folder) == before


def test_a_file_in_the_way_is_refused(tmp_path):
    (tmp_path / "films").write_text("mine")
    with pytest.raises(SourceError, match="Not a directory"):
        write_sample_set(tmp_path / "films", ENTRIES)
    with pytest.raises(SourceError, match="name another folder"):
        write_sample_set(tmp_path / "films" / "below", ENTRIES)


def test_nothing_half_written_stays(tmp_path):
    def breaks_off():
        yield ENTRIES[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_sample_set(tmp_path / "films", breaks_off())
    assert list(tmp_path.iterdir()) == []
