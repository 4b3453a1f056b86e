"""Two runs at once in one workspace, as two people start them: neither spoils the other."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data_contracts.config import StudyConfig
from storage.parquet import read_table
from storage.runs import RunFolder, Workspace
from tests.conftest import tiny_study_config

pytestmark = [pytest.mark.ops, pytest.mark.timeout(1800)]

COMMAND = [sys.executable, "-c", "from flows.cli import main; main()", "run", "--config"]
NOT_CACHED = {"ingest-source", "promote-models", "write-report"}


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start runs of the command with one Prefect home that is new, and leave none behind."""
    with contextlib.ExitStack() as running:

        def started(config: StudyConfig, name: str, *flags: str, **settings: str):
            file = tmp_path / f"{name}.json"
            file.write_text(config.model_dump_json())
            process = subprocess.Popen(
                [*COMMAND, str(file), *flags],
                env={**os.environ, "PREFECT_HOME": str(tmp_path / "home"), **settings},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            running.enter_context(process)
            running.callback(process.kill)  # its branches and its server end with it
            return process

        yield started


def end(process: "subprocess.Popen[str]", workspace: Workspace) -> RunFolder:
    said, complaints = process.communicate()
    assert process.returncode == 0, complaints
    assert complaints == ""
    report = Path(said.partition("The report: ")[2].strip())
    return workspace.run(report.parent.name)


def predictions(run: RunFolder, model: str):
    return read_table(run.predictions(model))


def another_lstm(config: StudyConfig) -> StudyConfig:
    lstm = config.recipe.lstm.model_copy(update={"dropout": 0.1})
    recipe = config.recipe.model_copy(update={"lstm": lstm})
    return config.model_copy(update={"recipe": recipe})


@pytest.mark.parametrize(
    "same",
    [
        pytest.param(True, id="same settings", marks=pytest.mark.nightly),
        pytest.param(False, id="another LSTM"),
    ],
)
def test_two_runs_at_once_end_as_if_alone(film_folder, tmp_path: Path, start: Start, same: bool):
    config = tiny_study_config(film_folder, tmp_path / "workspace")
    other = config if same else another_lstm(config)
    workspace = Workspace(Path(config.output))

    processes = [start(config, "one"), start(other, "two")]
    one, two = (end(process, workspace) for process in processes)

    assert predictions(one, "cnn").equals(predictions(two, "cnn"))
    assert predictions(one, "lstm").equals(predictions(two, "lstm")) == same
    for run in (one, two):
        manifest = run.read_manifest()
        assert manifest.state == "completed"
        assert all(workspace.store.intact(ref.sha256) for ref in manifest.refs.content())
        assert list(run.at_work.glob("*")) == []
    again = end(start(other, "again", "--force"), workspace)
    last = again.read_manifest()
    made = {record.stage for record in last.stages if record.cache != "hit"}
    # Of each branch the training that ended last is kept, and the record of a training has its
    # times: a pair of trainings that no run had is measured once more, and has the same figures.
    # The posters of a CNN of run one are explained with the films that the report of run one shows.
    pairs = [run.read_manifest().refs.models for run in (one, two)]
    of_a_pair = {"evaluate-models", "package-models"} | (set() if same else {"explain-posters"})
    of_new_pair = set() if last.refs.models in pairs else of_a_pair
    assert made - {"ask-champions"} == NOT_CACHED | of_new_pair  # the champion may be another now
    assert predictions(again, "lstm").equals(predictions(two, "lstm"))
    assert list(workspace.root.glob("store/.staging-*")) == []
    assert list(workspace.checkpoints.glob("*")) == []


def test_a_server_that_cannot_start_is_one_sentence_with_its_error(
    film_folder, tmp_path: Path, start: Start
):
    nowhere = f"sqlite+aiosqlite:///{tmp_path / 'no-such-folder' / 'prefect.db'}"
    config = tiny_study_config(film_folder, tmp_path / "workspace")

    process = start(config, "one", PREFECT_SERVER_DATABASE_CONNECTION_URL=nowhere)
    _, complaints = process.communicate()

    (sentence,) = complaints.splitlines()
    assert process.returncode == 1
    assert "Prefect's server ended as it started" in sentence
    assert "unable to open database file" in sentence
