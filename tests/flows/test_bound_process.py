import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PARENT = """
import subprocess, sys, time
command = [sys.executable, "-m", "flows.bound_process", "sleep", "300"]
child = subprocess.Popen(command, start_new_session=True)
print(child.pid, flush=True)
time.sleep(300)
"""


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except FileNotFoundError:
        return ""


def wait_until(met) -> bool:
    deadline = time.monotonic() + 30
    while not met() and time.monotonic() < deadline:
        time.sleep(0.05)
    return met()


def test_the_command_ends_when_its_parent_is_killed():
    words = [sys.executable, "-c", PARENT]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as parent:
        child = int(parent.stdout.readline())
        assert wait_until(lambda: command_of(child).startswith("sleep"))

        os.kill(parent.pid, signal.SIGKILL)

    assert wait_until(lambda: command_of(child) == "")
