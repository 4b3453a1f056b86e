"""Each epoch: in the logs, for the terminal, and as a Prefect progress artifact."""

import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import cast
from uuid import UUID

import httpx
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.exceptions import PrefectException

from data_contracts.references import Branch
from data_contracts.study import Study
from data_contracts.training_record import EpochRecord
from stages.open_study import run_folder
from storage.checkpoints import Checkpoint
from tasks.at_work import SHOWN_LIVE, note_epoch
from tasks.stage_words import without_seed

BRANCH_LABELS: dict[Branch, str] = {"cnn": "CNN on posters", "lstm": "LSTM on overviews"}
_logger = logging.getLogger(__name__)


@contextlib.contextmanager
def branch_progress(
    branch: Branch, epochs: int, study: Study, checkpoint: Checkpoint
) -> Iterator[Callable[[EpochRecord], None]]:
    """Yield what a training calls after each epoch; begin with where the checkpoint stands."""
    folder, stage = run_folder(study), study.stage_name(f"train-{branch}")
    label = f"{BRANCH_LABELS[branch]}{without_seed(stage)[1]}"
    show = _ProgressArtifact(
        study.stage_name(branch) + "-progress", f"{label}: no epoch finished yet"
    )

    def tell(record: EpochRecord, line: str) -> None:
        note_epoch(folder, stage, record, epochs)
        show.update(100 * record.epoch / epochs, line)

    def on_epoch(record: EpochRecord) -> None:
        line = epoch_line(label, record, epochs)
        logging.getLogger(SHOWN_LIVE).info(line)
        tell(record, line)

    note_epoch(folder, stage, None, epochs)
    if finished := checkpoint.history():
        line = f"{label}: goes on after epoch {len(finished)} of {epochs}"
        _logger.info(line)
        tell(finished[-1], line)
    yield on_epoch


class _ProgressArtifact:
    """A progress artifact that a server's absence turns off: training is worth more than it."""

    def __init__(self, key: str, description: str) -> None:
        self._id: UUID | None = None
        with self._without_failing():
            made = create_progress_artifact(progress=0.0, key=key, description=description)
            self._id = cast(UUID, made)

    def update(self, progress: float, description: str) -> None:
        """Show the progress, in percent."""
        if self._id is not None:
            with self._without_failing():
                update_progress_artifact(self._id, progress=progress, description=description)

    @contextlib.contextmanager
    def _without_failing(self) -> Iterator[None]:
        try:
            yield
        except (httpx.HTTPError, PrefectException) as error:
            self._id = None
            _logger.warning("progress is shown in the logs alone: the server gave %r", error)


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
