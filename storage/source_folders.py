"""A folder on this machine as a source."""

import functools
import os
import stat
from pathlib import Path
from typing import BinaryIO

from data_contracts.films import CSV_NAME, IMAGES_FOLDER
from storage.source_layout import Entry

_KINDS = {
    stat.S_IFDIR: "is a folder",
    stat.S_IFIFO: "is a pipe",
    stat.S_IFSOCK: "is a socket",
    stat.S_IFCHR: "is a device",
    stat.S_IFBLK: "is a device",
}


def folder_entries(folder: Path) -> list[Entry]:
    """Return what lies where a data set's files lie: in folder, or in a folder inside it.

    No other folder is looked into. Links are followed as long as they stay in the data set.
    """
    root = folder.resolve()
    if (root / CSV_NAME).exists():
        return _data_set(root, "")
    inner = sorted(path for path in root.iterdir() if (path / CSV_NAME).is_file())
    return [entry for path in inner for entry in _data_set(path.resolve(), f"{path.name}/")]


def _data_set(root: Path, prefix: str) -> list[Entry]:
    images = root / IMAGES_FOLDER
    homes = (root, images.resolve())
    posters = sorted(path.name for path in images.iterdir()) if images.is_dir() else []
    beside = sorted(path.name for path in root.iterdir() if not path.is_dir())
    return [_entry(f"{root}/{name}", f"{prefix}{name}", homes) for name in beside] + [
        _entry(f"{images}/{name}", f"{prefix}{IMAGES_FOLDER}/{name}", homes) for name in posters
    ]


def _entry(place: str, name: str, homes: tuple[Path, ...]) -> Entry:
    """Describe a file without opening it: opening a pipe would wait for its writer.

    It keeps text: a Path takes ten times the memory, and there is one for each film.
    """
    path, opener = Path(place), functools.partial(_open, place)
    try:
        if path.is_symlink() and not any(path.resolve().is_relative_to(home) for home in homes):
            return Entry(name, 0, opener, "is a link that leaves the data set")
        found = path.stat()
    except (OSError, RuntimeError):  # RuntimeError: a link to itself, before Python 3.13
        return Entry(name, 0, opener, "is a link to nothing")
    kind = stat.S_IFMT(found.st_mode)
    if kind != stat.S_IFREG:
        return Entry(name, 0, opener, _KINDS.get(kind, "is no file"))
    if not os.access(path, os.R_OK):
        return Entry(name, found.st_size, opener, "may not be read (no permission)")
    return Entry(name, found.st_size, opener)


def _open(place: str) -> BinaryIO:
    return Path(place).open("rb")
