"""The outer marks of a source: what tells, without reading it, that it may have changed."""

import hashlib
import json
from pathlib import Path
from urllib.parse import urldefrag

import httpx

from data_contracts.errors import SourceError
from storage.source_folders import folder_entries
from storage.source_urls import local_path, public_url, url_scheme

_WEB = ("http", "https")
_TIMEOUT_SECONDS = 30.0
_HEADERS = ("etag", "last-modified", "content-length")


def source_marks(location: str) -> str:
    """Return a SHA-256 of the names, sizes and times of a source's files.

    Of a folder: each file of the data set in it; of an archive: the archive; of a URL: what its
    server says of it in ETag, Last-Modified and Content-Length. Equal marks mean equal content
    where marks_prove says so, as far as file systems tell the truth; others mean nothing yet.

    Raises SourceError where there is nothing there.
    """
    marks = _web_marks(location) if url_scheme(location) in _WEB else _file_marks(location)
    return hashlib.sha256(json.dumps(marks).encode()).hexdigest()


def marks_prove(location: str) -> bool:
    """Tell whether equal marks mean equal content: a URL's without an ETag mean nothing."""
    return url_scheme(location) not in _WEB or "etag" in _headers(location)


def _file_marks(location: str) -> list[object]:
    path = local_path(location)
    try:
        entries = folder_entries(path) if path.is_dir() else None
        names = [""] if entries is None else sorted(entry.name for entry in entries)
        return [_file_mark(path / name, name) for name in names]
    except OSError as error:
        raise SourceError(
            f"{location}: it cannot be looked at ({error.strerror}); name a folder, an archive or "
            f"a URL of a film data set that is there"
        ) from error


def _file_mark(path: Path, name: str) -> object:
    # A link to nothing is described as such by the layout; here it counts as itself.
    found = path.lstat() if path.is_symlink() and not path.exists() else path.stat()
    shown = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return [shown, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _web_marks(location: str) -> list[object]:
    headers = _headers(location)
    return [public_url(location), *(headers.get(name) for name in _HEADERS)]


def _headers(location: str) -> httpx.Headers:
    address = urldefrag(location).url
    try:
        reply = httpx.head(address, follow_redirects=True, timeout=_TIMEOUT_SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceError(
            f"{public_url(location)}: its server does not answer ({error}); check the address"
        ) from error
    # Some servers refuse to tell of a file without sending it: then every look reads it.
    return reply.headers if reply.is_success else httpx.Headers()
