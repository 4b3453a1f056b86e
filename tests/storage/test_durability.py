"""What is on disk when a file shows under its final name: everything that it needs to be whole.

The order of the system's calls is what counts, so they are watched; each is carried out too.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from storage.atomic import write_bytes
from storage.checkpoints import Checkpoint
from storage.content_index import INDEX_NAME
from storage.content_store import ContentStore


@pytest.fixture
def calls(monkeypatch) -> list[tuple[str, Path]]:
    """Every fsync, by the path that was forced, and every rename, by the path it gave."""
    seen: list[tuple[str, Path]] = []
    fsync, rename, replace = os.fsync, os.rename, os.replace

    def watched_fsync(descriptor):
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        fsync(descriptor)
        seen.append(("fsync", path))

    def watched(move):
        def watched_move(source, target, **options):
            move(source, target, **options)
            seen.append(("rename", Path(target)))

        return watched_move

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(os, "rename", watched(rename))
    monkeypatch.setattr(os, "replace", watched(replace))
    return seen


def halves(calls: list[tuple[str, Path]], target: Path) -> tuple[set[Path], set[Path]]:
    """Return what was forced to disk before the target got its name, and what afterwards."""
    at = calls.index(("rename", target))
    before, after = calls[:at], calls[at + 1 :]
    return {p for kind, p in before if kind == "fsync"}, {p for kind, p in after if kind == "fsync"}


def test_a_file_is_forced_before_its_name_and_its_folder_after(tmp_path: Path, calls):
    target = tmp_path / "manifest.json"

    write_bytes(target, b"{}")

    before, after = halves(calls, target)
    (temporary,) = before
    assert (temporary.parent, temporary.name[0]) == (tmp_path, ".")
    assert after == {tmp_path}


def test_a_checkpoint_is_forced_whole_before_it_replaces_the_last(tmp_path: Path, calls):
    checkpoint = Checkpoint(tmp_path, "key")
    checkpoint.save({"weights": (np.zeros(2),)}, ())
    first = checkpoint.path.read_bytes()
    calls.clear()

    checkpoint.save({"weights": (np.ones(2),)}, ())

    before, after = halves(calls, checkpoint.path)
    assert len(before) == 1
    assert after == {tmp_path}
    assert checkpoint.path.read_bytes() != first


def test_every_file_and_folder_of_content_is_forced_before_the_content_shows(tmp_path, calls):
    store = ContentStore(tmp_path / "store")
    with store.staging() as staged:
        for name in ("films.parquet", "posters/a.jpg", "posters/b.jpg"):
            (staged / name).parent.mkdir(exist_ok=True)
            (staged / name).write_bytes(b"x")
        digest = store.commit(staged)

    before, after = halves(calls, store.root / digest)
    within = {path.relative_to(staged).as_posix() for path in before}
    names = {"films.parquet", "posters/a.jpg", "posters/b.jpg", "posters", ".", INDEX_NAME}
    assert within == names
    assert after == {store.root}
