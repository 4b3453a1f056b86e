"""From the name of a source to its files, whatever holds them: folder, archive or URL."""

import contextlib
import errno
import re
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from data_contracts.errors import DiskSpaceError, SourceError
from storage.content_store import copy_stream_hashed
from storage.source_archives import archive_entries, is_archive
from storage.source_downloads import download, download_size, public_url
from storage.source_folders import folder_entries
from storage.source_layout import Entry, Layout, select_layout

_WEB: Final = ("http", "https")
_ENDINGS: Final = re.compile(r"(\.tar)?\.(zip|tar|tgz|gz|bz2|xz)$", re.IGNORECASE)


@contextlib.contextmanager
def open_source(location: str, scratch: Path) -> Iterator[Layout]:
    """Yield the data set at location, its files to be opened while the block lasts.

    location: a folder, an archive, or a file://, http:// or https:// URL of one. scratch: where
    a download may lie.

    Raises SourceError where there is nothing there, or no data set.
    """
    with contextlib.ExitStack() as stack:
        yield select_layout(shown(location), _entries(location, scratch, stack))


def copy_layout(layout: Layout, folder: Path) -> dict[str, str]:
    """Copy each file of a data set into folder, reading it once; return SHA-256 by path.

    Raises SourceError where a file cannot be read, DiskSpaceError where the disk is full.
    """
    digests = {}
    for name, entry in layout.files.items():
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        try:
            with entry.open() as stream:
                digests[name] = copy_stream_hashed(stream, target)
        except OSError as error:
            if error.errno is None:  # a damaged archive, not the machine
                raise SourceError(
                    f"{name}: it cannot be unpacked ({error}); make or fetch the archive again"
                ) from error
            raise _copy_error(name, folder, error) from error
    return digests


def source_size(location: str) -> int:
    """Return the bytes of the data set at location, unpacked; a URL's as its server says.

    Raises SourceError where there is nothing there, or no data set.
    """
    if urlsplit(location).scheme in _WEB:
        return download_size(location)
    with contextlib.ExitStack() as stack:
        return select_layout(location, _entries(location, Path(), stack)).size_bytes


def check_disk_space(root: Path, needed_bytes: int) -> None:
    """Raise DiskSpaceError where root's disk has fewer free bytes than are needed.

    root need not be there yet.
    """
    existing = next(path for path in (root, *root.absolute().parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if free < needed_bytes:
        raise DiskSpaceError(
            f"{root}: the run needs {_mb(needed_bytes)} of disk and {_mb(free)} are free; free "
            f"some, or name another folder with --output"
        )


def source_name(location: str) -> str:
    """Return what people call the data set at location, as a short slug."""
    parts = urlsplit(location)
    path = unquote(parts.path) if parts.scheme in {*_WEB, "file"} else location
    stem = _ENDINGS.sub("", PurePosixPath(Path(path).absolute().as_posix()).name)
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60] or "films"


def shown(location: str) -> str:
    """Return a location as it may be printed and stored: a URL without its secrets."""
    return public_url(location) if urlsplit(location).scheme in _WEB else location


def _entries(location: str, scratch: Path, stack: contextlib.ExitStack) -> list[Entry]:
    parts = urlsplit(location)
    if parts.scheme in _WEB:
        path = scratch / "download"
        download(location, path)
    elif "://" in location and parts.scheme != "file":
        raise SourceError(
            f"{location}: a URL must start with http, https or file, got {parts.scheme!r}; "
            f"fetch the data set yourself and name the folder"
        )
    else:
        path = Path(unquote(parts.path)) if parts.scheme == "file" else Path(location)
    return _local_entries(path.expanduser(), location, stack)


def _local_entries(path: Path, location: str, stack: contextlib.ExitStack) -> list[Entry]:
    try:
        if path.is_dir():
            return folder_entries(path)
        if path.is_file() and is_archive(path):
            return stack.enter_context(archive_entries(path, shown(location)))
    except OSError as error:
        raise SourceError(
            f"{shown(location)}: it cannot be read ({error.strerror or error}); check the "
            f"permissions"
        ) from error
    found = "it is neither a folder nor a whole" if path.exists() else "there is no such folder or"
    raise SourceError(
        f"{shown(location)}: {found} .zip or .tar archive; name a folder, an archive or a URL "
        f"of a film data set"
    )


def _copy_error(name: str, folder: Path, error: OSError) -> SourceError | DiskSpaceError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskSpaceError(
            f"{folder.parent}: the disk is full while {name} was copied; free some space, or "
            f"name another folder with --output"
        )
    return SourceError(
        f"{name}: it cannot be copied ({error.strerror}); see that it can be read, and try again"
    )


def _mb(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:,.0f} MB"
