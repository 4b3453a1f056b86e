"""Two processes stand for two machines: locks and files are the same for both."""

import subprocess
import sys
from pathlib import Path

from storage.shared_folder import problem_with, shown_to_others

CODE = """
import sys
from pathlib import Path
from storage.shared_folder import problem_with
print(problem_with(Path(sys.argv[1])))
"""


def elsewhere(mark: Path) -> str:
    words = (sys.executable, "-c", CODE, str(mark))
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()


def test_a_folder_that_is_shared_has_no_problem(tmp_path: Path):
    with shown_to_others(tmp_path / "new" / "workspace") as mark:
        assert elsewhere(mark) == "None"
    assert list(mark.parent.iterdir()) == []


def test_a_folder_that_is_not_there_is_one(tmp_path: Path):
    assert elsewhere(tmp_path / "mark") == "cannot read in it (No such file or directory)"


def test_locks_that_do_not_reach_this_machine_are_one(tmp_path: Path):
    (tmp_path / "mark").touch()  # there, but nobody's lock is seen on it
    assert "does not see its locks" in (problem_with(tmp_path / "mark") or "")
