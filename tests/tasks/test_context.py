import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data_contracts.errors import ContractError
from stages.open_study import run_folder
from tasks.at_work import note_epoch, stages_at_work
from tasks.context import followed_logs, recorded, timed


def test_our_lines_go_to_the_runs_log_while_the_block_runs(tmp_path: Path, capsys):
    log = tmp_path / "run.log"
    with followed_logs(log):
        logging.getLogger("stages.any").info("within")
    logging.getLogger("stages.any").info("after")

    (line,) = log.read_text().splitlines()
    assert line.partition("INFO")[2].strip() == "stages.any: within"
    assert capsys.readouterr().out == ""


def test_a_stage_is_at_work_while_it_is_timed(study):
    folder = run_folder(study)

    with timed("read-tables", study):
        assert [stage.stage for stage in stages_at_work(folder)] == ["read-tables"]

    assert stages_at_work(folder) == []


def test_a_stage_that_fails_is_no_longer_at_work(study):
    with pytest.raises(ContractError), timed("read-tables", study):
        raise ContractError("film tt1: no poster")

    assert stages_at_work(run_folder(study)) == []


def test_a_stage_without_a_cache_policy_says_why(study):
    with timed("ingest-source", study, "the source may have changed"):
        pass

    (record,) = run_folder(study).stage_records()
    assert (record.cache, record.reason) == ("not cached", "the source may have changed")


def test_an_error_of_ours_is_logged_without_its_traceback(tmp_path: Path, caplog, monkeypatch):
    logger = logging.getLogger("prefect.flow_runs")
    monkeypatch.setattr(logger, "handlers", [caplog.handler])
    monkeypatch.setattr(logger, "propagate", False)

    with followed_logs(tmp_path / "run.log"):
        for error in (ContractError("film tt1: no poster"), ValueError("a defect of ours")):
            logger.error("failed", exc_info=error)

    ours, other = caplog.records
    assert ours.exc_info is None
    assert other.exc_info[1].args == ("a defect of ours",)


def test_a_failed_run_says_so_in_its_manifest(study):
    with pytest.raises(ContractError), recorded(study):
        raise ContractError("film tt1: no poster")

    manifest = run_folder(study).read_manifest()
    assert (manifest.state, manifest.error) == ("failed", "film tt1: no poster")


def test_no_stage_is_at_work_when_a_run_has_ended(study):
    with recorded(study):
        note_epoch(run_folder(study), "train-cnn", None, 2)  # by a branch that is then killed
        assert len(stages_at_work(run_folder(study))) == 1

    assert stages_at_work(run_folder(study)) == []
    assert not run_folder(study).at_work.exists()


PARENT = """
import os, subprocess, sys, time
code = (
    "import os, time; from tasks.context import start_worker_process; told = os.dup(1); "
    f"start_worker_process({sys.argv[1]!r}, {os.getpid()}); os.write(told, b'ready\\n'); "
    "time.sleep(300)"
)
child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(300)
"""


def test_a_worker_process_ends_when_its_parent_is_killed(tmp_path: Path):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "run.log")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    child = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    deadline = time.monotonic() + 60
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.2)

    assert not is_running(child)


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
