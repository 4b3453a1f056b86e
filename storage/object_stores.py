"""An object store as a source, through fsspec: an archive or a folder, fetched once and kept."""

import contextlib
import functools
import hashlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final
from urllib.parse import urldefrag

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs

from data_contracts.errors import DiskSpaceError, SourceError, StudyError
from storage.atomic import atomic_path
from storage.hashing import file_sha256
from storage.shortages import shortage
from storage.source_downloads import CHUNK_BYTES, check_size
from storage.source_layout import Entry
from storage.source_urls import check_digest, public_url, url_scheme, wanted_digest

_DEPTH: Final = 3
"""Folders below the one that is named: a data set in a folder of its own, and its posters."""

_KEPT_SECONDS: Final = 24 * 60 * 60
"""How long what was fetched stays, once its object is another or gone."""


@dataclass(frozen=True)
class ObjectStores:
    """The object stores that a source may be in, and where what is fetched from them stays.

    schemes: of URLs, such as s3. cache: a folder, which may be deleted at any time.
    """

    schemes: tuple[str, ...]
    cache: Path

    def hold(self, location: str) -> bool:
        """Tell whether a location is in one of these stores.

        A chain of URLs, such as s3::file:///x, is not: its scheme says too little.
        """
        return "::" not in location and "://" in location and url_scheme(location) in self.schemes


class ObjectSource:
    """What lies at a URL of an object store.

    Raises SourceError where the store's package is missing, or the store does not answer.
    """

    def __init__(self, url: str, cache: Path) -> None:
        self._url, self._shown, self._wanted = url, public_url(url), wanted_digest(url)
        self._kept = cache / hashlib.sha256(urldefrag(url).url.encode()).hexdigest()[:16]
        with _plainly(self._shown, cache):
            self._store, self._path = _open_store(urldefrag(url).url)
            self._is_archive: bool = self._store.isfile(self._path)

    def size_bytes(self) -> int:
        """Return the bytes of the archive, or of the folder's files together."""
        return sum(_size(info) for info in self._objects().values())

    def fetched_archive(self) -> Path | None:
        """Return the archive's file in the cache, fetched if need be; None for a folder.

        Raises SourceError where it is too large, breaks off, or has another digest than the URL
        asks for.
        """
        if not self._is_archive:
            return None
        ((name, info),) = self._objects().items()
        path = self._fetched(name, info)
        if self._wanted is not None:
            check_digest(file_sha256(path), self._wanted, self._shown)
        return path

    def entries(self) -> list[Entry]:
        """Return the folder's files, each fetched when it is opened first.

        Raises SourceError where there are none, or the URL asks for a digest.
        """
        if self._wanted is not None:
            raise SourceError(
                f"{self._shown}: an archive has a SHA-256 and this is a folder; leave the digest "
                f"out"
            )
        check_size(self.size_bytes(), self._shown)
        root = self._path.rstrip("/")
        return [
            Entry(
                name.removeprefix(root).lstrip("/"),
                _size(info),
                functools.partial(self._open, name, info),
            )
            for name, info in sorted(self._objects().items())
        ]

    @functools.cache  # noqa: B019 (lives as long as one look at a source)
    def _objects(self) -> Mapping[str, Mapping[str, Any]]:
        with _plainly(self._shown, self._kept):
            if self._is_archive:
                return {self._path: self._store.info(self._path)}
            found: dict[str, dict[str, Any]] = self._store.find(
                self._path, maxdepth=_DEPTH, detail=True
            )
        if not found:
            raise SourceError(
                f"{self._shown}: there is no such object and no folder of objects; correct the "
                f"address"
            )
        return found

    def _open(self, name: str, info: Mapping[str, Any]) -> BinaryIO:
        return self._fetched(name, info).open("rb")

    def _fetched(self, name: str, info: Mapping[str, Any]) -> Path:
        # The size, the time and what the store calls the version are all in it.
        version = hashlib.sha256(repr(sorted(info.items(), key=str)).encode()).hexdigest()
        path = self._kept / version
        if path.is_file():
            path.touch()
            return path
        check_size(_size(info), self._shown)
        with (
            _plainly(self._shown, self._kept),
            atomic_path(path) as temporary,
            self._store.open(name, "rb") as reader,
        ):
            _copy(reader, temporary, self._shown)
        self._sweep()
        return path

    def _sweep(self) -> None:
        for path in self._kept.iterdir():
            with contextlib.suppress(FileNotFoundError):  # another run sweeps too
                if time.time() - path.stat().st_mtime > _KEPT_SECONDS:
                    path.unlink()


def _open_store(url: str) -> tuple[AbstractFileSystem, str]:
    try:
        store, path = url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        scheme = url_scheme(url)
        raise SourceError(
            f"{public_url(url)}: URLs of {scheme} need a package that is not installed ({error}); "
            f"pip install 'film-genre-study[s3]' brings that of s3"
        ) from error
    return store, path


def _size(info: Mapping[str, Any]) -> int:
    return int(info.get("size") or 0)


def _copy(reader: BinaryIO, target: Path, shown: str) -> None:
    written = 0
    with target.open("wb") as writer:
        while chunk := reader.read(CHUNK_BYTES):
            written += len(chunk)
            check_size(written, shown)
            writer.write(chunk)


@contextlib.contextmanager
def _plainly(shown: str, folder: Path) -> Iterator[None]:
    """Raise SourceError for whatever error of its own a store has; a full disk is said as such."""
    try:
        yield
    except StudyError:
        raise
    except Exception as error:
        found = shortage(error, folder)
        if isinstance(found, DiskSpaceError):
            raise found from error
        words = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SourceError(
            f"{shown}: the object store cannot be read ({words}); check the address, and the "
            f"access that this machine has to it"
        ) from error
