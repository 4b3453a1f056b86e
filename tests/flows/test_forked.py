"""Processes that are forked from one with everything imported: what they have, and have not."""

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from prefect import flow, task

from data_contracts.engine import LOCAL
from flows.engine import pool_runner
from stages.open_study import open_study
from tests.ops.service_under_test import processes_of, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
HEAVY = ("tensorflow", "keras", "flows.genre_study")
IN_A_COMMAND = """
import os, sys, time
from pathlib import Path
from flows.forked import ForkedTaskRunner
from tasks.context import start_worker_process

def told(folder):
    Path(folder, "working").write_text(str(os.getpid()))
    time.sleep(300)

if __name__ == "__main__":
    log = str(Path(sys.argv[1], "run.log"))
    with ForkedTaskRunner(1, None, start_worker_process, (log,)) as started:
        started._executor.submit(told, sys.argv[1]).result()
"""


class Told(NamedTuple):
    """What a task finds in its process."""

    pid: int
    imported: tuple[str, ...]
    tensorflow_begun: bool
    drawn: float


@task
def tell() -> Told:
    imported = tuple(name for name in HEAVY if name in sys.modules)
    from tensorflow.python.eager import context

    begun = context.context()._context_handle is not None
    return Told(os.getpid(), imported, begun, random.random())


def test_each_has_everything_imported_and_nothing_of_tensorflow_begun(tiny_config, prefect_server):
    study = open_study(tiny_config)

    @flow
    def twice() -> list[Told]:
        return [tell.submit().result() for _ in range(2)]

    pools = [twice.with_options(task_runner=pool_runner(1, study, LOCAL))() for _ in range(2)]

    for first, second in pools:
        assert first.pid == second.pid != os.getpid()  # a pool's process is kept for its next task
        assert first.imported == HEAVY
        assert not first.tensorflow_begun
    assert pools[0][0].pid != pools[1][0].pid
    assert pools[0][0].drawn != pools[1][0].drawn


def test_what_they_are_forked_from_has_one_thread_of_python_and_says_nothing():
    code = "import flows.fork_origin, threading; print(threading.active_count())"

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("1\n", "")


def test_none_outlives_a_command_that_is_killed_nor_writes_to_its_terminal(tmp_path: Path):
    script, marker = tmp_path / "command.py", f"FORKED_BY={tmp_path}"
    script.write_text(IN_A_COMMAND)
    with subprocess.Popen(
        [sys.executable, script, tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        # As the command line sets it: the tracker of a process that is killed has complaints.
        env={
            **os.environ,
            "FORKED_BY": str(tmp_path),
            "PYTHONWARNINGS": "ignore:resource_tracker:UserWarning",
        },
    ) as command:
        until((tmp_path / "working").exists, "no process was forked", 120)
        assert len(processes_of(marker)) > 2
        command.kill()
        said, _ = command.communicate()

    until(lambda: processes_of(marker) == [], "a process outlives its command", 60)
    assert said == b""
