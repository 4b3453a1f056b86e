"""The members of a .tar archive, read to its end and with bounded memory.

tarfile alone takes a damaged header, or a cut between two members, for the end of the archive, and
reads a header of any size into memory.
"""

import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, Literal, cast

_MAX_READ_BYTES: Final = 1 << 20
"""Largest header; files are copied in pieces no larger than this too."""

_UNREADABLE = (ArithmeticError, LookupError, ValueError, RecursionError)
"""What tarfile raises, besides its own errors, for headers that make no sense."""


class BoundedTar(tarfile.TarFile):
    """A .tar archive of which at most 1 MiB is read at once, and so held in memory."""

    def __init__(
        self,
        name: str | None = None,
        mode: Literal["r", "a", "w", "x"] = "r",
        fileobj: BinaryIO | None = None,
    ) -> None:
        bounded = None if fileobj is None else cast("BinaryIO", _Bounded(fileobj))
        super().__init__(name, mode, bounded)


class _Bounded:
    """As much of a stream as tarfile uses."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seek, self.tell, self.close = stream.seek, stream.tell, stream.close

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _MAX_READ_BYTES:
            raise tarfile.TarError(f"a header of {size:,} bytes")
        return self._stream.read(size)


def open_tar(stream: BinaryIO) -> BoundedTar:
    """Return the .tar archive, compressed or not, that a stream holds.

    Raises tarfile.ReadError where it holds none; tarfile.TarError, or what its compression raises,
    where it is damaged in its first header.
    """
    try:
        return BoundedTar.open(fileobj=stream, mode="r:*")
    except _UNREADABLE as error:
        raise tarfile.TarError(f"a header that makes no sense: {error}") from error


def is_tar(path: Path) -> bool:
    """Tell whether a file begins like a .tar archive, compressed or not.

    Raises tarfile.TarError, or what its compression raises, where it is one and damaged there.
    """
    try:
        with path.open("rb") as stream, open_tar(stream):
            return True
    except tarfile.ReadError:
        return False


def tar_members(
    tarred: tarfile.TarFile, check_size: Callable[[int], None]
) -> Iterator[tarfile.TarInfo]:
    """Yield each member, then read to the very end, where a compressed archive's checksum is.

    check_size: called with the bytes read so far; raises where they are too many.

    Raises tarfile.TarError where a header is damaged, or the archive stops before its end mark.
    """
    while (member := _next(tarred)) is not None:
        check_size(tarred.offset)
        yield member
    stream = cast("BinaryIO", tarred.fileobj)
    stream.seek(tarred.offset)
    mark = stream.read(tarfile.BLOCKSIZE)
    if len(mark) < tarfile.BLOCKSIZE:
        raise tarfile.ReadError("it stops before its end mark")
    if any(mark):
        raise tarfile.ReadError(f"the header at byte {tarred.offset:,} is damaged")
    while stream.read(_MAX_READ_BYTES):
        check_size(stream.tell())


def _next(tarred: tarfile.TarFile) -> tarfile.TarInfo | None:
    try:
        member = tarred.next()
    except _UNREADABLE as error:
        raise tarfile.ReadError(f"a header that makes no sense: {error}") from error
    if member is not None and member.size < 0:
        raise tarfile.ReadError(f"{member.size:,} bytes in an entry")
    if member is not None:
        member.pax_headers = {}  # of no use here, and kept with every member
    return member
