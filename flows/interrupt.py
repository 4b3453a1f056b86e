"""Ctrl-C that stops at once: whatever was finished is on disk, and the rest can go on from it."""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Final

INTERRUPTED: Final = 130
STOPPED: Final = "film-genres: stopped; the same command goes on from here"
_GRACE_SECONDS: Final = 4.0


@contextlib.contextmanager
def interruptible(grace_seconds: float = _GRACE_SECONDS) -> Iterator[None]:
    """End the branches' processes on the first Ctrl-C, and raise KeyboardInterrupt here.

    Without it Prefect waits for the tasks that run, which may be hours of training. Killing them
    is safe, since they leave no file half-written under its final name.

    A block that has not ended grace_seconds later ends with its process: a library may have held
    the interrupt back, or wait for something that takes too long.
    """
    ends = threading.Timer(grace_seconds, _end)
    ends.daemon = True

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for process in multiprocessing.active_children():
            process.kill()
        with contextlib.suppress(RuntimeError):  # by the second Ctrl-C it has begun already
            ends.start()
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
        ends.cancel()


def _end() -> None:
    for process in multiprocessing.active_children():  # of what went on after the interrupt
        process.kill()
    sys.stderr.write(f"{STOPPED}\n")
    sys.stderr.flush()
    os._exit(INTERRUPTED)
