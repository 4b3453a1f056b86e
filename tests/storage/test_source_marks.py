import os
import shutil
import tarfile
from pathlib import Path

import pytest

from data_contracts.errors import SourceError
from data_contracts.films import CSV_NAME
from storage.source_marks import marks_prove, source_marks
from tests.data.loopback import serving


@pytest.fixture
def films(film_folder, tmp_path: Path) -> Path:
    return Path(shutil.copytree(film_folder, tmp_path / "films"))


def a_poster(films: Path) -> Path:
    return sorted((films / "Images").iterdir())[0]


CHANGES = {
    "rewritten": lambda films: a_poster(films).write_bytes(a_poster(films).read_bytes()),
    "touched": lambda films: os.utime(a_poster(films), (1, 1)),
    "gone": lambda films: a_poster(films).unlink(),
    "added": lambda films: (films / "Images" / "new.jpg").write_bytes(b"x"),
    "csv cut": lambda films: os.truncate(films / CSV_NAME, 100),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_a_folder_shows(films, change):
    before = source_marks(str(films))
    assert source_marks(str(films)) == before

    CHANGES[change](films)

    assert source_marks(str(films)) != before
    assert marks_prove(str(films))


def test_a_link_to_nothing_has_marks_too(films):
    (films / "Images" / "gone.jpg").symlink_to(films / "nowhere")

    assert source_marks(str(films))


def test_an_archive_is_one_file(films, tmp_path):
    archive = tmp_path / "films.tar"
    with tarfile.open(archive, "w") as tar:
        tar.add(films, "films")
    before = source_marks(str(archive))

    os.utime(archive, (1, 1))

    assert source_marks(str(archive)) != before
    assert source_marks(archive.as_uri()) == source_marks(str(archive))


def test_nothing_there_is_said(tmp_path):
    with pytest.raises(SourceError, match="cannot be looked at"):
        source_marks(str(tmp_path / "nowhere"))


def test_a_server_that_tells_nothing_proves_nothing(films, tmp_path):
    archive = Path(shutil.make_archive(str(tmp_path / "films"), "zip", films))
    with serving(archive) as address:
        assert source_marks(f"{address}/films.zip") == source_marks(f"{address}/films.zip")
        assert not marks_prove(f"{address}/films.zip")


def test_a_server_that_is_not_there_is_said():
    with pytest.raises(SourceError, match="does not answer"):
        source_marks("http://127.0.0.1:9/films.zip")
