"""A .zip or .tar archive as a source; nothing of it is unpacked but what is asked for."""

import contextlib
import functools
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO, Final, cast

from data_contracts.errors import SourceError
from storage.source_layout import Entry, printable
from storage.tar_members import is_tar, open_tar, tar_members

MAX_ARCHIVE_BYTES: Final = 200 << 30
MAX_RATIO: Final = 200
"""Largest unpacked size over packed size; posters shrink hardly at all, overviews to a third."""

_SMALL_BYTES: Final = 16 << 20
_ENCRYPTED: Final = 0x1
_DAMAGED = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, gzip.BadGzipFile)


def is_archive(path: Path) -> bool:
    """Tell whether a file is a zip or a tar archive, compressed or not, by its content.

    One that is damaged at its first byte of content counts too: archive_entries says so of it.
    """
    try:
        return zipfile.is_zipfile(path) or is_tar(path)
    except (*_DAMAGED, EOFError):
        return True


@contextlib.contextmanager
def archive_entries(path: Path, location: str) -> Iterator[list[Entry]]:
    """Yield the entries of an archive, to be opened while the block lasts.

    Raises SourceError where the archive is damaged, cut short, encrypted or packed by a method
    that is not known here, where an entry leaves the folder or comes twice, and where it would
    unpack to suspiciously much.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as zipped:
                yield _checked(_zip_entries(zipped, location), path, location)
        else:
            with path.open("rb") as stream, open_tar(stream) as tarred:
                yield _checked(_tar_entries(tarred, path, location), path, location)
    except (*_DAMAGED, EOFError) as error:
        raise _damaged(location, error) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise _damaged(location, error) from error  # how bzip2 says so
    except NotImplementedError as error:
        raise SourceError(
            f"{location}: a .zip must be stored or packed by Deflate, bzip2 or LZMA, and this one "
            f"is not ({error}); make it anew, or as a .tar"
        ) from error


def _damaged(location: str, error: Exception) -> SourceError:
    return SourceError(
        f"{location}: the archive is damaged or cut short ({error}); make or fetch it again"
    )


def _zip_entries(zipped: zipfile.ZipFile, location: str) -> Iterator[Entry]:
    for info in zipped.infolist():
        if info.flag_bits & _ENCRYPTED:
            raise SourceError(
                f"{location}: its entry {info.filename!r} is encrypted; make the archive "
                f"without a password"
            )
        link = stat.S_ISLNK(info.external_attr >> 16)
        problem = "is a link" if link else None
        opener = functools.partial(zipped.open, info)
        if not info.is_dir():
            yield Entry(
                info.filename,
                info.file_size,
                cast("functools.partial[AbstractContextManager[BinaryIO]]", opener),
                problem,
            )


def _tar_entries(tarred: tarfile.TarFile, path: Path, location: str) -> Iterator[Entry]:
    packed = path.stat().st_size
    for member in tar_members(tarred, lambda read: _check_total(read, packed, location)):
        opener = functools.partial(tarred.extractfile, member)
        problem = None if member.isreg() else "is a link or a device"
        if not member.isdir():
            yield Entry(
                member.name,
                member.size,
                cast("functools.partial[AbstractContextManager[BinaryIO]]", opener),
                problem,
            )


def _checked(entries: Iterable[Entry], path: Path, location: str) -> list[Entry]:
    packed, total, kept = path.stat().st_size, 0, list[Entry]()
    for entry in entries:
        _check_name(entry.name, location)
        total += entry.size_bytes
        _check_total(total, packed, location)
        kept.append(entry._replace(name=PurePosixPath(entry.name).as_posix()))
    doubled = [name for name, times in Counter(entry.name for entry in kept).items() if times > 1]
    if doubled:
        raise SourceError(
            f"{location}: its entry {printable(doubled[0])!r} comes more than once; make the "
            f"archive anew"
        )
    return kept


def _check_name(name: str, location: str) -> None:
    windows = PureWindowsPath(name)
    if ".." in windows.parts or windows.drive or windows.root or "\\" in name:
        raise SourceError(
            f"{location}: its entry {printable(name)!r} would leave the folder it is unpacked "
            f"to; such an archive is refused, make it anew from inside the folder"
        )


def _check_total(total: int, packed: int, location: str) -> None:
    if total > MAX_ARCHIVE_BYTES or (total > _SMALL_BYTES and total > packed * MAX_RATIO):
        raise SourceError(
            f"{location}: its {packed:,} bytes would unpack to {total:,} or more, and at most "
            f"{MAX_RATIO} times as much and {MAX_ARCHIVE_BYTES:,} bytes are allowed; give the "
            f"folder instead"
        )
