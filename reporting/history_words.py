"""What a training history says, in sentences that follow from its numbers."""

from data_contracts.training_record import EpochRecord, TrainingRecord
from reporting.readings import (
    OVERFIT_RISE,
    SMALL_GAP,
    TRAINING_FIELDS,
    CurveReading,
    read_history,
    training_figure,
)
from reporting.wording import figure, number_word, percent


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
        f"from {_loss(training_figure(best, 'loss'))} to {_loss(tail.loss)} while validation "
        f"loss rises from {_loss(best.val_loss)} to {_loss(tail.val_loss)}, by "
        f"{percent(reading.rise)}."
    )


def _steady_clause(reading: CurveReading) -> str:
    best = reading.best
    if best.epoch == reading.epochs:
        return f"its validation loss is lowest, {_loss(best.val_loss)}, at the last epoch"
    lowest = f"{_loss(best.val_loss)} at epoch {best.epoch} of {reading.epochs}"
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
    dropout_off = best.train_loss_eval is not None
    loss, precision, recall = (training_figure(best, name) for name in TRAINING_FIELDS)
    losses = (
        f"{_loss(best.val_loss)} against {_loss(loss)} in training"
        f"{', both with dropout off' if dropout_off else ''}"
    )
    others = (
        f"precision is {figure(best.val_precision)} against {figure(precision)} and recall "
        f"{figure(best.val_recall)} against {figure(recall)}"
    )
    if abs(reading.loss_gap) <= SMALL_GAP * loss:
        return f"At its best epoch the gap in loss is small, {losses}; {others}."
    if reading.loss_gap < 0:
        below = f"At its best epoch validation loss is below training loss, {losses}; {others}."
        if dropout_off:
            return below
        return f"{below} Dropout, which is off in validation, can make such a difference alone."
    gap = percent(reading.loss_gap / loss)
    return f"At its best epoch validation loss is {gap} above training loss, {losses}; {others}."


def _loss(loss: float) -> str:
    # Losses of 25 rare genres differ in the third place.
    return figure(loss, places=3)


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
    train = (training_figure(first, name), training_figure(last, name))
    validation = (getattr(first, f"val_{name}"), getattr(last, f"val_{name}"))
    return (
        f"From first epoch to last, {name} goes from {figure(train[0])} to {figure(train[1])} in "
        f"training and from {figure(validation[0])} to {figure(validation[1])} in validation."
    )
