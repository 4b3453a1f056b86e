import os
import signal
import sys
import time
from pathlib import Path

import pytest

from flows.service_processes import end, end_marked, is_up, start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

SLEEPS = "import time; time.sleep(60)"
HAS_A_CHILD = f"""
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", {SLEEPS!r}])
print("started", flush=True)
time.sleep(60)
"""
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("started", flush=True)
time.sleep(60)
"""


def run(code: str, log: Path, mark: str = "none"):
    process = start((sys.executable, "-c", code), {"TEST_MARK": mark}, log)
    deadline = time.monotonic() + 30
    while "started" not in log.read_text() and "started" in code:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return process


def running_in(group: int) -> int:
    stats = [path.read_text() for path in Path("/proc").glob("[0-9]*/stat") if path.exists()]
    fields = [stat.rpartition(")")[2].split() for stat in stats]
    return sum(found[2] == str(group) and found[0] != "Z" for found in fields)


def test_a_process_ends_with_its_children(tmp_path):
    process = run(HAS_A_CHILD, tmp_path / "log")
    assert is_up(process)
    assert running_in(process.pid) == 2

    end(process)

    assert not is_up(process)
    assert running_in(process.pid) == 0
    os.waitpid(process.pid, 0)


def test_one_that_does_not_listen_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("flows.service_processes._END_SECONDS", 0.3)
    process = run(DEAF, tmp_path / "log")

    end(process)

    assert os.waitpid(process.pid, 0)[1] == signal.SIGKILL


def test_another_process_of_that_number_is_not_ours(tmp_path):
    process = run(SLEEPS, tmp_path / "log")
    other = process.model_copy(update={"started": "1"})

    assert is_up(process)
    assert not is_up(other)
    assert not is_up(None)
    end(process)
    os.waitpid(process.pid, 0)


def test_marked_processes_end_and_others_stay(tmp_path):
    ours, spared = (run(SLEEPS, tmp_path / n, mark=str(tmp_path)) for n in ("one", "two"))
    others = run(SLEEPS, tmp_path / "three", mark=f"{tmp_path}-other")

    end_marked("TEST_MARK", str(tmp_path), spared=spared.pid)

    assert [is_up(process) for process in (ours, spared, others)] == [False, True, True]
    for process in (spared, others):
        end(process)
    for process in (ours, spared, others):
        os.waitpid(process.pid, 0)
