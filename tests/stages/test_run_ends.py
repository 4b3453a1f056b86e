import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from data_contracts.errors import RunError
from stages.open_study import close_study, open_study, run_folder
from stages.report import load_results
from stages.run_ends import DIED, read_settled_manifest
from storage.run_life import alive, is_alive

HOLDER = """
import sys, time
from pathlib import Path
from storage.run_life import alive
from storage.runs import RunFolder
with alive(RunFolder(Path(sys.argv[1]))):
    print("alive", flush=True)
    time.sleep(300)
"""


@pytest.fixture
def folder(tiny_config):
    return run_folder(open_study(tiny_config))


def test_a_run_whose_process_was_killed_has_failed(folder):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder.path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert holder.stdout.readline() == b"alive\n"
    assert is_alive(folder)
    assert read_settled_manifest(folder).state == "running"

    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    holder.stdout.close()

    settled = read_settled_manifest(folder)
    assert (settled.state, settled.error) == ("failed", DIED)
    assert folder.read_manifest() == settled


def test_a_run_that_goes_on_is_left_alone(folder):
    with alive(folder):
        assert read_settled_manifest(folder).state == "running"

    assert folder.read_manifest().state == "running"


def test_a_report_of_a_run_that_died_says_that_it_did(folder):
    with pytest.raises(RunError, match="the run is failed and has no results to report"):
        load_results(folder)


def test_a_run_that_ended_keeps_its_end(tiny_config):
    study = open_study(tiny_config)
    close_study(study, None)

    assert read_settled_manifest(run_folder(study)).state == "completed"
