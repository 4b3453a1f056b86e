"""Each epoch, in the logs and as a Prefect progress artifact."""

import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import cast
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact

from data_contracts.references import Branch
from data_contracts.results import EpochRecord

BRANCH_LABELS: dict[Branch, str] = {"cnn": "CNN on posters", "lstm": "LSTM on overviews"}
_logger = logging.getLogger(__name__)


@contextlib.contextmanager
def branch_progress(branch: Branch, epochs: int) -> Iterator[Callable[[EpochRecord], None]]:
    """Yield what a training calls after each epoch."""
    label = BRANCH_LABELS[branch]
    artifact = create_progress_artifact(
        progress=0.0, key=f"{branch}-progress", description=f"{label}: no epoch finished yet"
    )

    def on_epoch(record: EpochRecord) -> None:
        line = epoch_line(label, record, epochs)
        _logger.info(line)
        update_progress_artifact(
            artifact_id=cast(UUID, artifact), progress=100 * record.epoch / epochs, description=line
        )

    yield on_epoch


def epoch_line(label: str, record: EpochRecord, epochs: int) -> str:
    """Return an epoch's figures and the time left, as a person reads them."""
    minutes = record.seconds * (epochs - record.epoch) / 60
    left = f"about {minutes:.0f} min left" if minutes >= 1 else "under a minute left"
    return (
        f"{label}: epoch {record.epoch} of {epochs}, "
        f"loss {record.loss:.3f}, precision {record.precision:.2f}, recall {record.recall:.2f}; "
        f"validation loss {record.val_loss:.3f}, precision {record.val_precision:.2f}, "
        f"recall {record.val_recall:.2f}; {record.seconds:.1f} s"
        f"{f', {left}' if record.epoch < epochs else ''}"
    )
