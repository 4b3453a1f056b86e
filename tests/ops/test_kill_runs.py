"""Whole runs that are killed, each in another stage: the next one goes on, and ends the same."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data_contracts.config import StudyConfig
from storage.parquet import read_table
from storage.runs import Workspace
from tests.conftest import tiny_study_config
from tests.ops.service_under_test import processes_of

pytestmark = [pytest.mark.ops, pytest.mark.timeout(1800)]

COMMAND = [sys.executable, "-c", "from flows.cli import main; main()", "run", "--config"]
SAYING_WHAT_IS_IMPORTED = """
import sys
from flows.cli import main
try:
    main()
finally:
    print("imported:", [name for name in ("keras", "tensorflow") if name in sys.modules])
"""
MOMENTS = {
    "whole group, after validation": ("validate-films: done", os.killpg),
    "parent alone, within training": ("epoch 1 of", os.kill),
}
PATIENCE_SECONDS = 300


def command(config: StudyConfig, folder: Path) -> list[str]:
    file = folder / "study.json"
    file.write_text(config.model_dump_json())
    return [*COMMAND, str(file)]


def until_said(process: subprocess.Popen, words: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while words not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def left_after_a_while(marker: str) -> list[tuple[int, str]]:
    """Return the processes that outlive their parent by more than half a minute."""
    deadline = time.monotonic() + 30
    while processes_of(marker) and time.monotonic() < deadline:
        time.sleep(0.2)
    return processes_of(marker)


def predictions(config: StudyConfig):
    run = Workspace(Path(config.output)).find_run("latest")
    return {path.stem: read_table(path) for path in (run.path / "predictions").iterdir()}


def test_killed_as_a_group_and_alone_it_goes_on_and_ends_the_same(film_folder, tmp_path: Path):
    environment = {
        **os.environ,
        "PREFECT_HOME": str(tmp_path / "home"),
        "KILLED_RUN": str(tmp_path),
    }
    calm = tiny_study_config(film_folder, tmp_path / "calm")
    words = [sys.executable, "-c", SAYING_WHAT_IS_IMPORTED, *command(calm, tmp_path)[3:]]
    done = subprocess.run(words, env=environment, check=True, capture_output=True, text=True)
    assert "imported: []" in done.stdout.splitlines()  # all that trains was in other processes
    killed = calm.model_copy(update={"output": str(tmp_path / "killed")})
    words = command(killed, tmp_path)

    for name, (said, kill) in MOMENTS.items():
        log = tmp_path / f"{name}.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                words, env=environment, stdout=stream, stderr=stream, start_new_session=True
            )
        until_said(process, said, log)
        kill(process.pid, signal.SIGKILL)
        process.wait()
        # Neither the branches nor the server outlive their parent for long.
        assert left_after_a_while(str(tmp_path)) == []

    done = subprocess.run(words, env=environment, check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert left_after_a_while(str(tmp_path)) == []
    assert "validate-films: unchanged" in done.stdout
    assert "preprocess-overviews: unchanged" in done.stdout
    found = predictions(killed)
    for model, expected in predictions(calm).items():
        assert found[model].equals(expected), model
    assert list((tmp_path / "killed").glob("store/.staging-*")) == []
    assert list((tmp_path / "killed").glob("checkpoints/*")) == []
