"""Disk and memory that run out, whoever reports it, as errors that say what to do."""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Final

from data_contracts.errors import DiskSpaceError, OutOfMemoryError, StudyError

GO_ON: Final = "then the same command goes on from what is finished"
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_FULL_WORDS: Final = tuple(os.strerror(code) for code in _FULL)
# TensorFlow's error for both; named here because only modeling may import TensorFlow.
_EXHAUSTED: Final = "ResourceExhaustedError"


@contextlib.contextmanager
def plain_shortages(workspace: Path) -> Iterator[None]:
    """Raise DiskSpaceError or OutOfMemoryError for whatever in the block says the same.

    Nothing hangs on to that: it may be of TensorFlow's, and the parent, to which this error is
    sent with all that it came from, would import TensorFlow to make it again.
    """
    try:
        yield
    except Exception as error:
        found = shortage(error, workspace)
        if found is None:
            raise
        try:
            raise found
        except StudyError as plain:
            plain.__context__ = None
            raise


def shortage(error: BaseException, workspace: Path) -> StudyError | None:
    """Return the error that says plainly what ran out, or None where nothing did."""
    if isinstance(error, StudyError):
        return None
    for cause in _chain(error):
        if _is_full_disk(cause):
            return _disk_error(cause, workspace)
        if _is_out_of_memory(cause):
            return OutOfMemoryError(
                f"memory ran out ({_first_line(cause)}); end other programs or use a machine "
                f"with more memory, {GO_ON}"
            )
        if isinstance(cause, BrokenProcessPool):
            return OutOfMemoryError(
                f"a process of the run was killed again after it had been started once more, as "
                f"the system does when memory runs out; free some memory, {GO_ON}"
            )
    return None


def plain_cause(error: BaseException, workspace: Path) -> str:
    """Return why something failed and what to do first: a sentence without its full stop."""
    known = error if isinstance(error, StudyError) else shortage(error, workspace)
    if known is not None:
        return str(known).rstrip(".").removesuffix(f", {GO_ON}")
    return f"{type(error).__name__}: {_first_line(error)}".rstrip(".")


def _chain(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def _is_full_disk(error: BaseException) -> bool:
    # h5py and TensorFlow pass the system's words on, and not its number.
    in_words = isinstance(error, OSError) or _is_exhausted(error)
    numbered = isinstance(error, OSError) and error.errno in _FULL
    return numbered or (in_words and any(words in str(error) for words in _FULL_WORDS))


def _is_out_of_memory(error: BaseException) -> bool:
    unmapped = isinstance(error, OSError) and error.errno == errno.ENOMEM
    return unmapped or isinstance(error, MemoryError) or _is_exhausted(error)


def _is_exhausted(error: BaseException) -> bool:
    return any(kind.__name__ == _EXHAUSTED for kind in type(error).__mro__)


def _disk_error(error: BaseException, workspace: Path) -> DiskSpaceError:
    named = error.filename if isinstance(error, OSError) else None
    place = Path(named).parent if isinstance(named, str) else workspace
    free = shutil.disk_usage(_existing(place)).free
    return DiskSpaceError(
        f"{place}: the disk is full, or its quota used up ({free / 1e6:,.1f} MB free); free some "
        f"space there, {GO_ON}"
    )


def _existing(place: Path) -> Path:
    return next(path for path in (place, *place.absolute().parents) if path.exists())


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
