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
from tasks.context import followed_logs, recorded


def test_our_lines_go_to_the_runs_log_while_the_block_runs(tmp_path: Path, capsys):
    log = tmp_path / "run.log"
    with followed_logs(log):
        logging.getLogger("stages.any").info("within")
    logging.getLogger("stages.any").info("after")

    assert [line.partition("INFO")[2].strip() for line in log.read_text().splitlines()] == [
        "within"
    ]
    assert capsys.readouterr().out == ""


def test_they_go_to_the_terminal_when_asked_for(tmp_path: Path, capsys, monkeypatch):
    monkeypatch.setenv("FILM_GENRES_PROGRESS", "plain")

    with followed_logs(tmp_path / "run.log"):
        logging.getLogger("tasks.any").info("epoch 1")

    assert capsys.readouterr().out == "epoch 1\n"


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


PARENT = """
import os, subprocess, sys, time
code = (
    "import sys, time; from tasks.context import start_worker_process; "
    f"start_worker_process({sys.argv[1]!r}, {os.getpid()}); print('ready', flush=True); "
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
