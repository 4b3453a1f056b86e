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

    TensorFlow greets there whatever its log level is, and says that it found no GPU as an error.
    What Python says, warnings and tracebacks among it, reaches the terminal as ever.
    """
    sys.stderr.flush()
    terminal = os.dup(_STANDARD_ERROR)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), _STANDARD_ERROR)
    try:
        with (
            os.fdopen(os.dup(terminal), "w", buffering=1) as shown,
            contextlib.redirect_stderr(shown),
        ):
            yield
    finally:
        os.dup2(terminal, _STANDARD_ERROR)
        os.close(terminal)
