import subprocess
import sys
from pathlib import Path

from storage.locks import locked

TRY = (
    "import fcntl, sys; file = open(sys.argv[1], 'a')\n"
    "try: fcntl.flock(file, fcntl.LOCK_NB | getattr(fcntl, sys.argv[2])); print('got')\n"
    "except BlockingIOError: print('held')"
)


def another_process(path: Path, kind: str) -> str:
    words = [sys.executable, "-c", TRY, str(path), kind]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


def test_one_process_alone_holds_a_lock_and_any_number_share_one(tmp_path: Path):
    lock = tmp_path / "folder" / ".lock"

    with locked(lock):
        assert another_process(lock, "LOCK_SH") == "held"
    with locked(lock, shared=True):
        assert another_process(lock, "LOCK_SH") == "got"
        assert another_process(lock, "LOCK_EX") == "held"

    assert another_process(lock, "LOCK_EX") == "got"
