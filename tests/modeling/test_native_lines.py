import contextlib
import io
import os
import sys
from collections.abc import Iterator

import pytest

from modeling.native_lines import native_lines_hidden


@contextlib.contextmanager
def python_on_the_descriptor() -> Iterator[None]:
    """Let sys.stderr write to the descriptor, as it does where pytest has not put another there."""
    with (
        open(2, "w", buffering=1, closefd=False) as stream,
        contextlib.redirect_stderr(stream),
    ):
        yield


def test_what_python_says_is_shown_and_the_rest_is_not(capfd):
    with python_on_the_descriptor(), native_lines_hidden():
        os.write(2, b"from C++\n")
        sys.stderr.write("from Python\n")
    os.write(2, b"afterwards\n")

    assert capfd.readouterr().err == "from Python\nafterwards\n"


def test_a_block_within_a_block_changes_nothing(capfd):
    with python_on_the_descriptor(), native_lines_hidden():
        with native_lines_hidden():
            os.write(2, b"from C++\n")
            sys.stderr.write("from Python\n")
        os.write(2, b"from C++\n")
        sys.stderr.write("from Python again\n")

    assert capfd.readouterr().err == "from Python\nfrom Python again\n"


def test_python_lines_that_go_elsewhere_still_do(capfd):
    with contextlib.redirect_stderr(io.StringIO()) as elsewhere, native_lines_hidden():
        sys.stderr.write("from Python\n")

    assert elsewhere.getvalue() == "from Python\n"
    assert capfd.readouterr().err == ""


def test_a_block_that_fails_gives_the_terminal_back(capfd):
    with python_on_the_descriptor():
        with pytest.raises(ValueError, match="wrong"), native_lines_hidden():
            raise ValueError("wrong")
        os.write(2, b"afterwards\n")
        sys.stderr.write("from Python\n")

    assert capfd.readouterr().err == "afterwards\nfrom Python\n"
