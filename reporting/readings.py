"""What a training history says, in numbers that are defined."""

import math
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal

from data_contracts.training_record import EpochRecord, TrainingRecord
from reporting.wording import percent

OVERFIT_RISE: Final = 0.05
"""A validation loss this far, relatively, above its best counts as over-fitting."""
STRONG_RISE: Final = 0.25
"""From here on the over-fitting is called strong."""
SMALL_GAP: Final = 0.05
"""A generalisation gap this small, relative to the training loss, is no gap to speak of."""
LEVEL_SHARE: Final = 0.05
"""Levelled off: all but this share of the fall in validation loss is done."""
TAIL_EPOCHS: Final = 3
"""Epochs at the end, after the best one, that the rise is averaged over."""

Overfitting = Literal["none", "mild", "strong"]

TRAINING_FIELDS: Final = {
    "loss": "train_loss_eval",
    "precision": "train_precision_eval",
    "recall": "train_recall_eval",
}
"""Where a history keeps a measure of training films that is taken with dropout off."""

DEFINITIONS: Final = (
    "Best epoch: the one with the lowest validation loss. Its weights are the ones measured here.",
    f"Over-fitting: in the mean of the last {TAIL_EPOCHS} epochs after the best one, training loss "
    f"is below its value at the best epoch and validation loss above its own by more than "
    f"{percent(OVERFIT_RISE)}; up to {percent(STRONG_RISE)} it is called mild.",
    "Generalisation gap: validation loss less training loss at the best epoch, and training "
    "less validation for precision and recall.",
    "Training is measured in two ways: while the films are trained on, with dropout on and under "
    "weights that move on (dashed); and on a fixed sample of them under the epoch's final weights "
    "with dropout off, as validation is (dotted). The reading goes by the second. Histories from "
    "before it was taken go by the first, which makes the training side look worse than it is and "
    "the gap smaller.",
    f"Levels off: the first epoch at which the lowest validation loss so far has made all but "
    f"{percent(LEVEL_SHARE)} of its whole fall.",
)


@dataclass(frozen=True, slots=True)
class Tail:
    """Mean losses over the last epochs after the best one."""

    epochs: int
    loss: float
    val_loss: float


@dataclass(frozen=True, slots=True)
class CurveReading:
    """The numbers behind the reading of one history; losses are mean binary cross-entropies.

    tail: absent where no epoch follows the best one. The gaps are at the best epoch. Training
    figures are those with dropout off where the history has them. diverged_at: the first epoch
    whose losses are not finite.
    """

    epochs: int
    best: EpochRecord
    level_epoch: int
    tail: Tail | None
    loss_gap: float
    precision_gap: float
    recall_gap: float
    diverged_at: int | None

    @property
    def rise(self) -> float:
        """Validation loss over the tail, relative to its best, less one; 0 without a tail."""
        return self.tail.val_loss / self.best.val_loss - 1 if self.tail else 0.0

    @property
    def overfitting(self) -> Overfitting:
        """Whether the two losses part after the best epoch, and how far."""
        if not self.tail or self.rise <= OVERFIT_RISE:
            return "none"
        if self.tail.loss >= training_figure(self.best, "loss"):
            return "none"
        return "strong" if self.rise > STRONG_RISE else "mild"

    @property
    def still_improving(self) -> bool:
        """Whether the training stopped before its validation loss had levelled off."""
        return self.diverged_at is None and self.best.epoch == self.level_epoch == self.epochs


def training_figure(epoch: EpochRecord, measure: str) -> float:
    """Return an epoch's loss, precision or recall of training, with dropout off where taken."""
    found: float | None = getattr(epoch, TRAINING_FIELDS[measure])
    on: float = getattr(epoch, measure)
    return on if found is None else found


def read_history(record: TrainingRecord) -> CurveReading:
    """Compute the reading of one training; DEFINITIONS says what each number is."""
    history = record.history
    best = next(epoch for epoch in history if epoch.epoch == record.best_epoch)
    tail = _tail(history, best)
    return CurveReading(
        epochs=len(history),
        best=best,
        level_epoch=_level_epoch(history),
        tail=tail,
        loss_gap=best.val_loss - training_figure(best, "loss"),
        precision_gap=training_figure(best, "precision") - best.val_precision,
        recall_gap=training_figure(best, "recall") - best.val_recall,
        diverged_at=next((e.epoch for e in history if not _finite(e)), None),
    )


def _finite(epoch: EpochRecord) -> bool:
    return math.isfinite(epoch.loss) and math.isfinite(epoch.val_loss)


def _tail(history: tuple[EpochRecord, ...], best: EpochRecord) -> Tail | None:
    after = [e for e in history if e.epoch > best.epoch and _finite(e)][-TAIL_EPOCHS:]
    if not after:
        return None
    return Tail(
        len(after),
        fmean(training_figure(e, "loss") for e in after),
        fmean(e.val_loss for e in after),
    )


def _level_epoch(history: tuple[EpochRecord, ...]) -> int:
    finite = [epoch for epoch in history if _finite(epoch)]
    if not finite:
        return history[0].epoch
    lowest = min(epoch.val_loss for epoch in finite)
    allowed = lowest + LEVEL_SHARE * (finite[0].val_loss - lowest)
    return next(epoch.epoch for epoch in finite if epoch.val_loss <= allowed)
