"""Whether a run still goes on: a lock that the system frees with the run's process."""

import contextlib
import fcntl
from collections.abc import Iterator

from storage.locks import locked
from storage.runs import RunFolder


@contextlib.contextmanager
def alive(folder: RunFolder) -> Iterator[None]:
    """Let the run count as alive while the block lasts, and not a moment longer than this process.

    The lock lies on the run's settings, which are written once and never replaced.
    """
    with locked(folder.config, shared=True):
        yield


def is_alive(folder: RunFolder) -> bool:
    """Tell whether a process carries this run on."""
    try:
        with folder.config.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False
