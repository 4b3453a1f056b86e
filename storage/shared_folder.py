"""Whether another machine sees the same folder, under the same path, and its locks."""

import contextlib
import fcntl
import secrets
from collections.abc import Iterator
from pathlib import Path

from storage.locks import locked


@contextlib.contextmanager
def shown_to_others(root: Path) -> Iterator[Path]:
    """Yield a locked file in root, made if need be, which is gone when the block ends."""
    mark = root.resolve() / f".shared-{secrets.token_hex(4)}"
    try:
        with locked(mark, shared=True):
            yield mark
    finally:
        mark.unlink(missing_ok=True)


def problem_with(mark: Path) -> str | None:
    """Return in words what keeps this machine from sharing mark's folder; None where nothing does.

    mark: what shown_to_others yields, on another machine or in another process.
    """
    try:
        with mark.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return None
    except OSError as error:
        return f"cannot read in it ({error.strerror})"
    return "does not see its locks, without which two machines would spoil each other's files"
