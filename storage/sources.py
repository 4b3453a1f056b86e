"""From the name of a source to its files: folder, archive, URL or object store."""

import contextlib
import errno
import re
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from data_contracts.errors import DiskSpaceError, SourceError
from data_contracts.films import CSV_NAME
from data_contracts.intake import Skipped, SkippedPoster
from storage.hashing import copy_stream_hashed
from storage.object_stores import ObjectSource, ObjectStores
from storage.source_archives import archive_entries, is_archive
from storage.source_downloads import download, download_size
from storage.source_folders import folder_entries
from storage.source_layout import Entry, Layout, select_layout
from storage.source_urls import local_path, public_url, url_scheme

_WEB: Final = ("http", "https")
_GONE: Final = (errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ESTALE)
"""What opening a poster gives that was taken away, or closed, after the folder was listed."""

_ENDINGS: Final = re.compile(r"(\.tar)?\.(zip|tar|tgz|gz|bz2|xz)$", re.IGNORECASE)


@contextlib.contextmanager
def open_source(
    location: str, scratch: Path, stores: ObjectStores | None = None
) -> Iterator[Layout]:
    """Yield the data set at location, its files to be opened while the block lasts.

    location: a folder, an archive, or a file://, http:// or https:// URL of one, or a URL of one
    in the object stores. scratch: where a download may lie.

    Raises SourceError where there is nothing there, or no data set.
    """
    with contextlib.ExitStack() as stack:
        yield select_layout(shown(location), _entries(location, scratch, stack, stores))


def copy_layout(layout: Layout, folder: Path) -> tuple[dict[str, str], Skipped]:
    """Copy each file of a data set into folder, reading it once; return SHA-256 by path.

    Also returns what was not copied: the layout's, and the posters that went away meanwhile.

    Raises SourceError where a file cannot be read, DiskSpaceError where the disk is full.
    """
    digests, gone = dict[str, str](), list[SkippedPoster]()
    for name, entry in layout.files.items():
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        try:
            with entry.open() as stream:
                digests[name] = copy_stream_hashed(stream, target)
        except OSError as error:
            if error.errno in _GONE and name != CSV_NAME:
                gone.append(SkippedPoster(file=name, problem=f"went away ({error.strerror})"))
                continue
            if error.errno is None:  # a damaged archive, not the machine
                raise SourceError(
                    f"{name}: it cannot be unpacked ({error}); make or fetch the archive again"
                ) from error
            raise _copy_error(name, folder, error) from error
    posters = sorted([*layout.skipped.posters, *gone], key=lambda one: one.file)
    return digests, layout.skipped.model_copy(update={"posters": tuple(posters)})


def source_size(location: str, stores: ObjectStores | None = None) -> int:
    """Return the bytes of the data set at location, unpacked; a URL's as its server says.

    Raises SourceError where there is nothing there, or no data set.
    """
    if url_scheme(location) in _WEB:
        return download_size(location)
    if stores is not None and stores.hold(location):
        return ObjectSource(location, stores.cache).size_bytes()
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
    is_url = "://" in location or parts.scheme == "file"
    path = (unquote(parts.path).strip("/") or parts.netloc) if is_url else location
    stem = _ENDINGS.sub("", PurePosixPath(Path(path).absolute().as_posix()).name)
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60] or "films"


def shown(location: str) -> str:
    """Return a location as it may be printed and stored: a URL without its secrets."""
    is_remote = "://" in location and url_scheme(location) != "file"
    return public_url(location) if is_remote else location


def _entries(
    location: str,
    scratch: Path,
    stack: contextlib.ExitStack,
    stores: ObjectStores | None = None,
) -> list[Entry]:
    scheme = url_scheme(location)
    if scheme in _WEB:
        path = scratch / "download"
        download(location, path)
    elif stores is not None and stores.hold(location):
        found = ObjectSource(location, stores.cache)
        if (archive := found.fetched_archive()) is None:
            return found.entries()
        path = archive
    elif "://" in location and scheme != "file":
        raise SourceError(
            f"{shown(location)}: a URL must start with http, https or file, got {scheme!r}; fetch "
            f"the data set yourself and name the folder, or allow an object store of that scheme "
            f"in the settings (object_stores)"
        )
    else:
        path = local_path(location)
    return _local_entries(path, location, stack)


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
            f"name another folder: with --output for a run, TMPDIR to validate"
        )
    return SourceError(
        f"{name}: it cannot be copied ({error.strerror}); see that it can be read, and try again"
    )


def _mb(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:,.0f} MB"
