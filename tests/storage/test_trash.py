from pathlib import Path

from storage.trash import Trash, size_of


def test_a_folder_is_moved_whole_and_then_deleted(tmp_path: Path):
    folder = tmp_path / "runs" / "one"
    folder.mkdir(parents=True)
    (folder / "file").write_bytes(b"12345")
    trash = Trash(tmp_path / "trash")

    trash.take(folder)

    assert not folder.exists()
    assert [entry.name for entry in trash.entries()] == ["one"]
    assert size_of(trash.entries()[0]) == 5
    trash.empty()
    assert not trash.root.exists()
    assert trash.entries() == []


def test_what_is_gone_already_is_left_out(tmp_path: Path):
    trash = Trash(tmp_path / "trash")
    trash.take(tmp_path / "nothing")
    trash.empty()

    assert list(tmp_path.iterdir()) == []


def test_a_file_is_deleted_too(tmp_path: Path):
    (tmp_path / "state.npz").write_bytes(b"12345")
    trash = Trash(tmp_path / "trash")

    trash.take(tmp_path / "state.npz")
    trash.empty()

    assert list(tmp_path.iterdir()) == []
