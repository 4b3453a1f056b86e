"""Trainings that fail in processes of their own, with small tasks in the place of networks."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest
from prefect import flow, task

from data_contracts.errors import SourceError, TrainingError
from data_contracts.references import ModelRef
from data_contracts.study import Study, StudyOutcome
from data_contracts.trained_branches import BranchFailure, TrainedBranches
from flows.branches import Training, require_all, train_each
from flows.runtime import in_separate_processes
from stages.open_study import open_study


def model(branch: str) -> ModelRef:
    return ModelRef(sha256="0" * 64, branch=branch, parameters=1, epochs=1, best_epoch=1)


@task
def train_well(branch: str) -> ModelRef:
    return model(branch)


@task
def train_with_a_defect(branch: str) -> ModelRef:
    raise ValueError("a shape that does not fit")


@task
def train_on_broken_examples(branch: str) -> ModelRef:
    raise SourceError("store/0000: altered; run the study again.")


@task
def train_and_be_killed(branch: str) -> ModelRef:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@task
def train_and_be_killed_once(branch: str, mark: Path) -> ModelRef:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return model(branch)


@pytest.fixture
def study(tiny_config) -> Study:
    return open_study(tiny_config)


def train(cnn, lstm, study: Study) -> TrainedBranches:
    @flow(name="train-branches")
    def both() -> TrainedBranches:
        return train_each((Training("cnn", cnn), Training("lstm", lstm)), study)

    return in_separate_processes(both, study)()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_one_killed_again_and_again_leaves_the_other_whole(study, prefect_server):
    trained = train(
        partial(train_and_be_killed.submit, "cnn"), partial(train_well.submit, "lstm"), study
    )

    assert trained.models == (model("lstm"),)
    (failure,) = trained.failures
    assert failure.branch == "cnn"
    assert "killed again when it had been started once more" in failure.cause


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_one_killed_once_is_started_again(study, prefect_server, tmp_path: Path):
    killed = partial(train_and_be_killed_once.submit, "lstm", tmp_path / "killed")

    trained = train(partial(train_well.submit, "cnn"), killed, study)

    assert trained == TrainedBranches(models=(model("cnn"), model("lstm")))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_both_that_raise_end_in_one_sentence_each(study, prefect_server):
    defect = partial(train_with_a_defect.submit, "cnn")
    broken = partial(train_on_broken_examples.submit, "lstm")

    with pytest.raises(TrainingError) as caught:
        train(defect, broken, study)

    assert str(caught.value) == (
        "The CNN on posters could not be trained: ValueError: a shape that does not fit. "
        "The LSTM on overviews could not be trained: store/0000: altered; run the study again. "
        "The same command tries again and keeps what is finished."
    )


def test_a_run_without_a_branch_fails_and_names_its_report():
    outcome = StudyOutcome(run_id="r", folder="runs/r", report="runs/r/report.html", summary=())
    failure = BranchFailure(branch="lstm", cause="memory ran out")
    part = TrainedBranches(models=(model("cnn"),), failures=(failure,))

    with pytest.raises(TrainingError) as caught:
        require_all(part, outcome)

    sentence = str(caught.value)
    assert "could not train the LSTM on overviews (memory ran out)" in sentence
    assert "a report of the rest is runs/r/report.html" in sentence
    assert require_all(TrainedBranches(models=(model("cnn"),)), outcome) is outcome
