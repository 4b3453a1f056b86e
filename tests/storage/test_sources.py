"""A source is found by its name, whatever holds it, and copied once."""

import contextlib
import hashlib
import shutil

import pytest

from data_contracts.errors import DiskSpaceError, SourceError
from data_contracts.films import CSV_NAME
from storage.sources import check_disk_space, copy_layout, open_source, source_name, source_size

CONTENTS = {CSV_NAME: b"csv", "Images/tt1.jpg": b"poster"}


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "sets" / "my films"
    for name, content in CONTENTS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


@pytest.fixture(params=["folder", "parent", "zip", "gztar", "file URL", "archive URL"])
def location(request, folder, tmp_path):
    if request.param in {"zip", "gztar"}:
        return shutil.make_archive(str(tmp_path / "packed"), request.param, folder)
    if request.param == "archive URL":
        return "file://" + shutil.make_archive(str(tmp_path / "packed"), "xztar", folder)
    places = {"folder": str(folder), "parent": str(folder.parent), "file URL": folder.as_uri()}
    return places[request.param]


def test_every_kind_of_source_gives_the_same_copy(location, tmp_path):
    target = tmp_path / "copy"
    target.mkdir()
    with open_source(location, tmp_path) as layout:
        digests, skipped = copy_layout(layout, target)
    assert skipped.posters == ()
    assert digests == {n: hashlib.sha256(c).hexdigest() for n, c in CONTENTS.items()}
    assert {name: (target / name).read_bytes() for name in CONTENTS} == CONTENTS
    assert source_size(location) == 9


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("/no/such/folder", "/no/such/folder: there is no such folder or .zip or .tar"),
        ("file:///no/such", "file:///no/such: there is no such folder"),
        ("ftp://host/films.zip", "a URL must start with http, https or file, got 'ftp'"),
        ("s3://bucket/films", "a URL must start with"),
        ("~nobody-here/films", "no user 'nobody-here' with a home folder here; write the path in"),
        ("http://user:secret@[films/a.zip", r"^\[films/a.zip: it is no URL that can be read"),
        (__file__, "it is neither a folder nor a whole .zip or .tar archive; name a folder"),
    ],
)
def test_what_is_no_source_is_said(location, sentence, tmp_path):
    with pytest.raises(SourceError, match=sentence), open_source(location, tmp_path):
        pass
    with pytest.raises(SourceError, match=sentence):
        source_size(location)


def test_a_poster_that_goes_away_costs_no_other_film(folder, tmp_path):
    (folder / "Images" / "tt2.jpg").mkdir()
    with open_source(str(folder), tmp_path) as layout:
        (folder / "Images" / "tt1.jpg").unlink()
        digests, skipped = copy_layout(layout, tmp_path)
    assert list(digests) == [CSV_NAME]
    assert [(one.file, one.problem) for one in skipped.posters] == [
        ("Images/tt1.jpg", "went away (No such file or directory)"),
        ("Images/tt2.jpg", "is a folder"),
    ]


def test_a_csv_that_goes_away_is_said(folder, tmp_path):
    with contextlib.ExitStack() as stack:
        layout = stack.enter_context(open_source(str(folder), tmp_path))
        (folder / CSV_NAME).unlink()
        with pytest.raises(SourceError, match=rf"^{CSV_NAME}: it cannot be copied \(No such"):
            copy_layout(layout, tmp_path)


def test_a_full_disk_is_said_with_the_figures(tmp_path):
    check_disk_space(tmp_path / "not" / "yet", 1)
    with pytest.raises(DiskSpaceError, match=r"needs 1,000,000,000,000 MB of disk and [\d,]+ MB"):
        check_disk_space(tmp_path / "not" / "yet", 10**18)
    assert not (tmp_path / "not").exists()


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("/data/My Films/", "my-films"),
        ("/data/films.tar.gz", "films"),
        ("https://me@host/sets/MM-IMDb.v2.zip?x=1", "mm-imdb-v2"),
        ("file:///data/a%20b", "a-b"),
        ("/", "films"),
    ],
)
def test_a_source_has_a_short_name(location, name):
    assert source_name(location) == name
