"""A file is whole under its name, or not there."""

import pytest

from storage.atomic import atomic_path, write_bytes, write_text


def _names(folder):
    return sorted(path.name for path in folder.iterdir())


def _write_half(path):
    with atomic_path(path) as temporary:
        temporary.write_bytes(b"half")
        raise RuntimeError("power cut")


def test_text_is_written_as_utf8_into_new_folders(tmp_path):
    write_text(tmp_path / "a" / "b.txt", "Amélie")
    assert (tmp_path / "a" / "b.txt").read_bytes() == "Amélie".encode()


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    write_bytes(tmp_path / "f", b"old")
    with pytest.raises(RuntimeError, match="power cut"):
        _write_half(tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == b"old"
    assert _names(tmp_path) == ["f"]


def test_the_new_file_shows_only_when_it_is_whole(tmp_path):
    with atomic_path(tmp_path / "f") as temporary:
        temporary.write_bytes(b"new")
        assert not (tmp_path / "f").exists()
    assert _names(tmp_path) == ["f"]
    assert (tmp_path / "f").stat().st_mode & 0o777 == 0o644
