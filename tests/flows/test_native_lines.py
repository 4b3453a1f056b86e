import os
import sys

import pytest

from flows.native_lines import native_lines_hidden


def test_what_python_says_is_shown_and_the_rest_is_not(capfd):
    with native_lines_hidden():
        os.write(2, b"from C++\n")
        sys.stderr.write("from Python\n")
    os.write(2, b"afterwards\n")

    assert capfd.readouterr().err == "from Python\nafterwards\n"


def test_a_block_that_fails_gives_the_terminal_back(capfd):
    with pytest.raises(ValueError, match="wrong"), native_lines_hidden():
        raise ValueError("wrong")
    os.write(2, b"afterwards\n")
    sys.stderr.write("from Python\n")

    assert capfd.readouterr().err == "afterwards\nfrom Python\n"
