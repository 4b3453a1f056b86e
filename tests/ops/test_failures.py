"""Whole runs on a disk that fills up, and with a branch that is killed whenever it starts."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from data_contracts.config import StudyConfig
from storage.runs import Workspace
from tests.conftest import tiny_study_config
from tests.ops.test_kill_runs import (
    COMMAND,
    PATIENCE_SECONDS,
    command,
    left_after_a_while,
    until_said,
)
from tests.ops.test_kill_training import twelve_epochs

pytestmark = [pytest.mark.ops, pytest.mark.timeout(1800)]

ROOM = 700_000_000
SPARE = 20_000
"""Bytes that a full disk has left: enough for a line of a log, too few for a model."""

FILLED_AT = {
    "while the films are read": "ingest-source: done",
    "while the branches are trained": "preprocess-overviews: done",
    "while the models are measured": "evaluate-models: done",
}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, which root can mount and shrink."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder], check=False
    ).returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def resize(disk: Path, size_bytes: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size_bytes}", disk], check=True)


def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "PREFECT_HOME": str(tmp_path / "home"), "FAILING_RUN": str(tmp_path)}


@dataclass(frozen=True)
class Run:
    """A run of the command: its process, and the files of what it says and complains of."""

    process: "subprocess.Popen[bytes]"
    said: Path
    complaint: Path

    def ends_with(self, code: int) -> None:
        assert self.process.wait(timeout=2 * PATIENCE_SECONDS) == code, self.complaint.read_text()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[StudyConfig], Run]]:
    runs = []

    def started(config: StudyConfig) -> Run:
        said, complaint = tmp_path / "said.log", tmp_path / "complained.log"
        with said.open("wb") as output, complaint.open("wb") as errors:
            process = subprocess.Popen(
                command(config, tmp_path), env=environment(tmp_path), stdout=output, stderr=errors
            )
        runs.append(Run(process, said, complaint))
        return runs[-1]

    yield started
    for run in runs:
        run.process.kill()  # its branches and its server end with it
        run.process.wait()


def the_sentence(complaint: Path) -> str:
    (line,) = complaint.read_text().splitlines()
    assert line.startswith("film-genres: ")
    return line


def test_a_full_disk_ends_in_one_sentence_and_costs_nothing(
    film_folder, disk: Path, tmp_path: Path, start
):
    config = tiny_study_config(film_folder, disk / "workspace")
    for moment, words in FILLED_AT.items():
        run = start(config)
        until_said(run.process, words, run.said)
        resize(disk, shutil.disk_usage(disk).used + SPARE)

        run.ends_with(1)
        assert "the disk is full" in the_sentence(run.complaint), moment
        assert left_after_a_while(str(tmp_path)) == []
        resize(disk, ROOM)
    listed = subprocess.run(
        [*COMMAND[:-2], "runs", "--output", config.output],
        env=environment(tmp_path),
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "running" not in listed

    run = start(config)

    run.ends_with(0)
    for stage in ("split-films", "preprocess-posters", "train-cnn", "train-lstm"):
        assert f"{stage}: unchanged" in run.said.read_text()
    assert list(disk.glob("workspace/store/.staging-*")) == []
    assert list(disk.glob("workspace/checkpoints/*")) == []


def branch_processes(parent: int) -> set[int]:
    """Return the processes that a run's fork server has made and that are there."""
    servers = [
        pid
        for pid in children(parent)
        if "multiprocessing.forkserver" in Path(f"/proc/{pid}/cmdline").read_text()
    ]
    return {pid for server in servers for pid in children(server)}


def children(parent: int) -> list[int]:
    tasks = Path(f"/proc/{parent}/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


def until_one_branch(process: "subprocess.Popen[bytes]", known: set[int]) -> int:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := branch_processes(process.pid) - known):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found.pop()


def test_a_branch_that_is_always_killed_leaves_the_other_and_a_report(
    film_folder, tmp_path: Path, start
):
    config = twelve_epochs(tiny_study_config(film_folder, tmp_path / "workspace"))
    first = start(config)
    process, said = first.process, first.said
    until_said(process, "epoch 1 of", said)
    known = branch_processes(process.pid)
    os.kill(min(known), signal.SIGKILL)
    until_said(process, "its process was killed; once more", said)
    os.kill(until_one_branch(process, known), signal.SIGKILL)

    first.ends_with(1)
    (branch,) = set(re.findall(r"train-(\w+): its process was killed; once more", said.read_text()))
    other = {"cnn": "lstm", "lstm": "cnn"}[branch]
    run = Workspace(Path(config.output)).find_run("latest")
    sentence = the_sentence(first.complaint)
    assert f"could not train the {branch.upper()} on" in sentence
    assert "free some memory" in sentence
    assert str(run.report_html) in sentence
    manifest = run.read_manifest()
    assert manifest.state == "failed"
    assert manifest.error in sentence
    assert [failure.branch for failure in manifest.failures] == [branch]
    assert [model.branch for model in manifest.refs.models] == [other]
    for report in (run.report_html, run.report_markdown):
        assert f"The {branch.upper()} on" in report.read_text()
        assert "could not be trained" in report.read_text()
    assert left_after_a_while(str(tmp_path)) == []

    second = start(config)

    second.ends_with(0)
    assert f"train-{other}: unchanged" in second.said.read_text()
    assert Workspace(Path(config.output)).find_run("latest").read_manifest().failures == ()
