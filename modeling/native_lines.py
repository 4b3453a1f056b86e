"""A terminal without the lines that a library's C++ writes to it."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_STANDARD_ERROR: Final = 2


@contextlib.contextmanager
def native_lines_hidden() -> Iterator[None]:
    """Hide what is written to the descriptor of standard error past sys.stderr, in the block.

    TensorFlow greets there whatever its log level is, and says that it found no GPU as an error;
    LiteRT's logger has no switch. What Python says, warnings among it, reaches the terminal as
    ever. The descriptor belongs to the process: what other threads' C++ says is hidden too.
    """
    sys.stderr.flush()
    with (
        os.fdopen(os.dup(_STANDARD_ERROR), "w", buffering=1) as terminal,
        contextlib.redirect_stderr(terminal if _python_is_hidden() else sys.stderr),
    ):
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), _STANDARD_ERROR)
        try:
            yield
        finally:
            os.dup2(terminal.fileno(), _STANDARD_ERROR)


def _python_is_hidden() -> bool:
    """Return whether sys.stderr writes to the descriptor: not within another such block."""
    try:
        return sys.stderr.fileno() == _STANDARD_ERROR
    except OSError:  # it is no file
        return False
