"""What a training history says: numbers that are defined, and sentences that follow from them."""

import math
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal

from data_contracts.results import EpochRecord, TrainingRecord
from reporting.wording import figure, number_word, percent

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

DEFINITIONS: Final = (
    "Best epoch: the one with the lowest validation loss. Its weights are the ones measured here.",
    f"Over-fitting: over the last {TAIL_EPOCHS} epochs after the best one, training loss is below "
    f"its value at the best epoch while validation loss is above it by more than "
    f"{percent(OVERFIT_RISE)}; by more than {percent(STRONG_RISE)} it is called strong.",
    "Generalisation gap: validation loss less training loss at the best epoch, and training "
    "less validation for precision and recall. Training figures are taken with dropout on, which "
    "makes the training side look worse than it is and the gap smaller.",
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

    tail: absent where no epoch follows the best one. The gaps are at the best epoch. diverged_at:
    the first epoch whose losses are not finite.
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
        if not self.tail or self.rise <= OVERFIT_RISE or self.tail.loss >= self.best.loss:
            return "none"
        return "strong" if self.rise > STRONG_RISE else "mild"

    @property
    def still_improving(self) -> bool:
        """Whether the training stopped before its validation loss had levelled off."""
        return self.diverged_at is None and self.best.epoch == self.level_epoch == self.epochs


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
        loss_gap=best.val_loss - best.loss,
        precision_gap=best.precision - best.val_precision,
        recall_gap=best.recall - best.val_recall,
        diverged_at=next((e.epoch for e in history if not _finite(e)), None),
    )


def _finite(epoch: EpochRecord) -> bool:
    return math.isfinite(epoch.loss) and math.isfinite(epoch.val_loss)


def _tail(history: tuple[EpochRecord, ...], best: EpochRecord) -> Tail | None:
    after = [e for e in history if e.epoch > best.epoch and _finite(e)][-TAIL_EPOCHS:]
    if not after:
        return None
    return Tail(len(after), fmean(e.loss for e in after), fmean(e.val_loss for e in after))


def _level_epoch(history: tuple[EpochRecord, ...]) -> int:
    finite = [epoch for epoch in history if _finite(epoch)]
    if not finite:
        return history[0].epoch
    lowest = min(epoch.val_loss for epoch in finite)
    allowed = lowest + LEVEL_SHARE * (finite[0].val_loss - lowest)
    return next(epoch.epoch for epoch in finite if epoch.val_loss <= allowed)


def reading_sentences(label: str, record: TrainingRecord) -> tuple[str, ...]:
    """Say what a history shows, each sentence with the numbers that it follows from."""
    reading = read_history(record)
    if reading.diverged_at is not None:
        diverged = (
            f"The {label} diverged: its loss is not a number from epoch {reading.diverged_at}."
        )
        return (diverged,)
    return (
        _overfitting_sentence(label, reading),
        _gap_sentence(reading),
        _level_sentence(reading),
        _course_sentence("precision", record.history[0], record.history[-1]),
        _course_sentence("recall", record.history[0], record.history[-1]),
    )


def _overfitting_sentence(label: str, reading: CurveReading) -> str:
    best, tail = reading.best, reading.tail
    if tail is None or reading.overfitting == "none":
        return f"The {label} does not over-fit: {_steady_clause(reading)}."
    last = "the last" if tail.epochs == 1 else f"the mean of the last {number_word(tail.epochs)}"
    return (
        f"The {label} over-fits{'' if reading.overfitting == 'strong' else ' mildly'}: from its "
        f"best epoch, {best.epoch} of {reading.epochs}, to {last}, training loss falls "
        f"from {figure3(best.loss)} to {figure3(tail.loss)} while validation loss rises from "
        f"{figure3(best.val_loss)} to {figure3(tail.val_loss)}, by {percent(reading.rise)}."
    )


def _steady_clause(reading: CurveReading) -> str:
    best = reading.best
    if best.epoch == reading.epochs:
        return f"its validation loss is lowest, {figure3(best.val_loss)}, at the last epoch"
    lowest = f"{figure3(best.val_loss)} at epoch {best.epoch} of {reading.epochs}"
    if reading.rise <= OVERFIT_RISE:
        return (
            f"after its best of {lowest}, its validation loss stays within {percent(OVERFIT_RISE)}"
        )
    return (
        f"after its best of {lowest}, its validation loss rises by {percent(reading.rise)}, but "
        f"its training loss does not fall meanwhile"
    )


def _gap_sentence(reading: CurveReading) -> str:
    best = reading.best
    losses = f"{figure3(best.val_loss)} against {figure3(best.loss)} in training"
    others = (
        f"precision is {figure(best.val_precision)} against {figure(best.precision)} and recall "
        f"{figure(best.val_recall)} against {figure(best.recall)}"
    )
    if abs(reading.loss_gap) <= SMALL_GAP * best.loss:
        return f"At its best epoch the gap in loss is small, {losses}; {others}."
    if reading.loss_gap < 0:
        return (
            f"At its best epoch validation loss is below training loss, {losses}; {others}. "
            f"Dropout, which is off in validation, can make such a difference alone."
        )
    gap = percent(reading.loss_gap / best.loss)
    return f"At its best epoch validation loss is {gap} above training loss, {losses}; {others}."


def _level_sentence(reading: CurveReading) -> str:
    if reading.epochs == 1:
        return "One epoch is too short a training to see where it levels off."
    if reading.still_improving:
        return (
            f"It has not levelled off: validation loss is still falling at the last epoch, "
            f"{reading.epochs}, so a longer training may do better."
        )
    if reading.level_epoch == 1:
        return "Validation loss does not improve on the first epoch to speak of."
    return f"Its validation loss levels off at epoch {reading.level_epoch} of {reading.epochs}."


def _course_sentence(name: str, first: EpochRecord, last: EpochRecord) -> str:
    train = (getattr(first, name), getattr(last, name))
    validation = (getattr(first, f"val_{name}"), getattr(last, f"val_{name}"))
    return (
        f"From first epoch to last, {name} goes from {figure(train[0])} to {figure(train[1])} in "
        f"training and from {figure(validation[0])} to {figure(validation[1])} in validation."
    )


def figure3(loss: float) -> str:
    """Write a loss to three places, for losses of 25 rare genres differ in the third."""
    return f"{loss:.3f}".removeprefix("0")
