"""A folder is listed without being opened, and without leaving it."""

import contextlib
import os
import socket

import pytest

from data_contracts.films import CSV_NAME
from storage.source_folders import folder_entries


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "films"
    (root / "Images").mkdir(parents=True)
    (root / CSV_NAME).write_text("csv")
    (root / "Images" / "tt1.jpg").write_bytes(b"1")
    return root


def _problems(root):
    return {entry.name: entry.problem for entry in folder_entries(root)}


def test_the_folder_itself_or_one_inside_it(folder):
    assert set(_problems(folder)) == {CSV_NAME, "Images/tt1.jpg"}
    assert set(_problems(folder.parent)) == {f"films/{CSV_NAME}", "films/Images/tt1.jpg"}
    assert _problems(folder / "Images") == {}


def test_entries_open_what_they_name(folder):
    contents = {}
    for entry in folder_entries(folder):
        with entry.open() as stream:
            contents[entry.name] = (stream.read(), entry.size_bytes)
    assert contents == {CSV_NAME: (b"csv", 3), "Images/tt1.jpg": (b"1", 1)}


def test_what_is_no_file_is_named_and_never_opened(folder):
    images = folder / "Images"
    (images / "dir.jpg").mkdir()
    os.mkfifo(images / "pipe.jpg")
    # a socket's path may have 108 bytes
    with socket.socket(socket.AF_UNIX) as server, contextlib.chdir(images):
        server.bind("socket.jpg")
    problems = _problems(folder)
    assert problems["Images/dir.jpg"] == "is a folder"
    assert problems["Images/pipe.jpg"] == "is a pipe"
    assert problems["Images/socket.jpg"] == "is a socket"


def test_links_may_stay_within_but_not_leave(folder):
    images = folder / "Images"
    (folder.parent / "secret").write_text("x")
    (images / "out.jpg").symlink_to(folder.parent / "secret")
    (images / "in.jpg").symlink_to("tt1.jpg")
    (images / "broken.jpg").symlink_to("nothing.jpg")
    (images / "loop.jpg").symlink_to("loop.jpg")
    problems = _problems(folder)
    assert problems["Images/in.jpg"] is None
    assert problems["Images/out.jpg"] == "is a link that leaves the data set"
    assert problems["Images/broken.jpg"] == "is a link to nothing"
    assert problems["Images/loop.jpg"].startswith("is a link")


def test_an_images_folder_kept_elsewhere_is_followed(folder):
    (folder / "Images").rename(folder.parent / "posters")
    (folder / "Images").symlink_to(folder.parent / "posters")
    assert _problems(folder)["Images/tt1.jpg"] is None


def test_names_that_are_not_utf8_are_listed(folder):
    (folder / "Images" / "\udce9.jpg").write_bytes(b"x")
    assert "Images/\udce9.jpg" in _problems(folder)
