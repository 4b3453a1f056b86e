"""Ctrl-C that stops at once: whatever was finished is on disk, and the rest can go on from it."""

import contextlib
import multiprocessing
import signal
from collections.abc import Iterator
from types import FrameType


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """End the branches' processes on the first Ctrl-C, and raise KeyboardInterrupt here.

    Without it Prefect waits for the tasks that run, which may be hours of training. Killing them
    is safe, since they leave no file half-written under its final name.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for process in multiprocessing.active_children():
            process.kill()
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
