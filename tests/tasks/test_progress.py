import gc
import logging

import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

from stages.open_study import run_folder
from storage.checkpoints import Checkpoint
from tasks.at_work import at_work, stages_at_work
from tasks.progress import branch_progress, epoch_line
from tests.tasks.epochs import THIRD


def test_an_epoch_is_one_line_with_the_time_left():
    assert epoch_line("CNN on posters", THIRD, epochs=13) == (
        "CNN on posters: epoch 3 of 13, loss 0.312, precision 0.50, recall 0.25; "
        "validation loss 0.300, precision 0.60, recall 0.20; 30.0 s, about 5 min left"
    )


def test_the_last_epoch_has_no_time_left():
    assert epoch_line("CNN on posters", THIRD, epochs=3).endswith("recall 0.20; 30.0 s")
    assert epoch_line("CNN on posters", THIRD, epochs=4).endswith("under a minute left")


@pytest.mark.filterwarnings("ignore:Artifact creation outside of a flow")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_is_gone_costs_the_artifact_and_nothing_else(
    prefect_server, caplog, study, tmp_path
):
    gone = {PREFECT_API_URL: "http://127.0.0.1:9/api", PREFECT_CLIENT_MAX_RETRIES: 0}
    caplog.set_level(logging.INFO, logger="tasks")

    with branch_progress("cnn", 4, study, Checkpoint(tmp_path, "key")) as on_epoch:
        with temporary_settings(gone):
            on_epoch(THIRD)
        on_epoch(THIRD.model_copy(update={"epoch": 4}))
    gc.collect()  # Prefect leaves the refused connection to the collector, which warns: here

    messages = [record.getMessage() for record in caplog.records]
    assert len(messages) == 3
    assert messages[1].startswith("progress is shown in the logs alone: the server gave")
    assert messages[2].startswith("CNN on posters: epoch 4 of 4")


@pytest.mark.filterwarnings("ignore:Artifact creation outside of a flow")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_training_that_goes_on_says_from_where(prefect_server, caplog, study, tmp_path):
    caplog.set_level(logging.INFO, logger="tasks")
    checkpoint = Checkpoint(tmp_path, "key")
    checkpoint.save({}, (THIRD.model_copy(update={"epoch": 1}),))

    with (
        at_work(run_folder(study), "train-cnn"),
        branch_progress("cnn", 4, study, checkpoint) as on_epoch,
    ):
        (resumed,) = stages_at_work(run_folder(study))
        on_epoch(THIRD.model_copy(update={"epoch": 2}))
        (later,) = stages_at_work(run_folder(study))
    gc.collect()  # as above: a connection that Prefect has left open

    assert caplog.messages[0] == "CNN on posters: goes on after epoch 1 of 4"
    assert (resumed.last.epoch, later.last.epoch, later.epochs) == (1, 2, 4)
    assert resumed.started == later.started
