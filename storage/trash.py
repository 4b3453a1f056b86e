"""Where files and folders go before they are deleted: out of sight at once, gone bit by bit."""

import contextlib
import shutil
from pathlib import Path

from storage.atomic import fsync_path


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of the files of a folder; those that vanish count nothing."""
    if not path.is_dir():
        return path.stat().st_size
    total = 0
    for file in path.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            total += file.stat().st_size if file.is_file() else 0
    return total


class Trash:
    """A folder on the workspace's disk. What is in it is in nobody's use.

    A folder is renamed into it whole, and only then deleted file by file: a process that is
    killed meanwhile leaves no half folder where folders are looked for.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def entries(self) -> list[Path]:
        """Return what waits to be deleted."""
        return sorted(self.root.iterdir()) if self.root.is_dir() else []

    def take(self, path: Path) -> None:
        """Move a file or folder in, under its own name; one that is gone already is left out."""
        self.root.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            path.rename(self.root / path.name)
            fsync_path(path.parent)

    def empty(self) -> None:
        """Delete what is in it."""
        for entry in self.entries():
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            self.root.rmdir()
