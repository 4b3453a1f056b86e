import gc
import logging

import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

from data_contracts.training_record import EpochRecord
from tasks.progress import branch_progress, epoch_line

RECORD = EpochRecord(
    epoch=3,
    learning_rate=1e-4,
    loss=0.31249,
    precision=0.5,
    recall=0.25,
    val_loss=0.3,
    val_precision=0.6,
    val_recall=0.2,
    seconds=30.0,
)


def test_an_epoch_is_one_line_with_the_time_left():
    assert epoch_line("CNN on posters", RECORD, epochs=13) == (
        "CNN on posters: epoch 3 of 13, loss 0.312, precision 0.50, recall 0.25; "
        "validation loss 0.300, precision 0.60, recall 0.20; 30.0 s, about 5 min left"
    )


def test_the_last_epoch_has_no_time_left():
    assert epoch_line("CNN on posters", RECORD, epochs=3).endswith("recall 0.20; 30.0 s")
    assert epoch_line("CNN on posters", RECORD, epochs=4).endswith("under a minute left")


@pytest.mark.filterwarnings("ignore:Artifact creation outside of a flow")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_is_gone_costs_the_artifact_and_nothing_else(prefect_server, caplog):
    gone = {PREFECT_API_URL: "http://127.0.0.1:9/api", PREFECT_CLIENT_MAX_RETRIES: 0}
    caplog.set_level(logging.INFO, logger="tasks.progress")

    with branch_progress("cnn", epochs=4) as on_epoch:
        with temporary_settings(gone):
            on_epoch(RECORD)
        on_epoch(RECORD.model_copy(update={"epoch": 4}))
    gc.collect()  # Prefect leaves the refused connection to the collector, which warns: here

    messages = [record.getMessage() for record in caplog.records]
    assert len(messages) == 3
    assert messages[1].startswith("progress is shown in the logs alone: the server gave")
    assert messages[2].startswith("CNN on posters: epoch 4 of 4")
