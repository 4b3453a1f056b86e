import math

from reporting.readings import read_history, reading_sentences


def reading_text(record):
    return " ".join(reading_sentences("model", record))


def test_three_unlike_histories_give_three_readings(build_history):
    overfitting, steady, unfinished = (
        reading_text(build_history(kind)) for kind in ("over-fitting", "steady", "unfinished")
    )
    assert "over-fits" in overfitting
    assert "levels off" in overfitting
    assert "does not over-fit" in steady
    assert "levels off at epoch 8" in steady
    assert "does not over-fit" in unfinished
    assert "has not levelled off" in unfinished


def test_over_fitting_is_measured_on_the_tail_against_the_best_epoch(build_history):
    record = build_history("over-fitting", 40)
    reading = read_history(record)
    tail = [epoch.val_loss for epoch in record.history[-3:]]
    assert reading.best.epoch == record.best_epoch
    assert math.isclose(reading.rise, sum(tail) / 3 / reading.best.val_loss - 1)
    assert reading.overfitting == "strong"


def test_a_rise_while_training_loss_rises_too_is_not_over_fitting(build_history):
    record = build_history("over-fitting", 40)
    flat = tuple(e.model_copy(update={"loss": 0.1 * e.epoch}) for e in record.history)
    reading = read_history(record.model_copy(update={"history": flat}))
    assert reading.overfitting == "none"
    assert reading.rise > 0.05


def test_a_rise_just_under_the_limit_is_not_over_fitting(build_history):
    record = build_history("over-fitting", 40)
    best = min(epoch.val_loss for epoch in record.history)
    for rise, expected in ((0.049, "none"), (0.051, "mild"), (0.26, "strong")):
        history = tuple(
            e.model_copy(update={"val_loss": best * (1 + rise)}) if e.epoch > 37 else e
            for e in record.history
        )
        assert read_history(record.model_copy(update={"history": history})).overfitting == expected


def test_gaps_are_taken_at_the_best_epoch(build_history):
    record = build_history("over-fitting", 40)
    best = record.history[record.best_epoch - 1]
    reading = read_history(record)
    assert reading.loss_gap == best.val_loss - best.loss
    assert reading.precision_gap == best.precision - best.val_precision
    assert reading.recall_gap == best.recall - best.val_recall


def test_levelling_off_is_the_first_epoch_with_95_per_cent_of_the_fall(build_history):
    record = build_history("unfinished", 4)
    losses = (1.0, 0.5, 0.04, 0.0)
    history = tuple(
        epoch.model_copy(update={"val_loss": loss})
        for epoch, loss in zip(record.history, losses, strict=True)
    )
    changed = record.model_copy(update={"history": history, "best_epoch": 4})
    assert read_history(changed).level_epoch == 3


def test_a_diverged_training_says_so(build_history):
    record = build_history("steady", 5)
    history = (*record.history[:4], record.history[4].model_copy(update={"loss": math.nan}))
    text = reading_text(record.model_copy(update={"history": history, "best_epoch": 4}))
    assert text == "The model diverged: its loss is not a number from epoch 5."


def test_one_epoch_is_too_short_to_read(build_history):
    assert "too short" in reading_text(build_history("unfinished", 1))


def test_a_validation_loss_below_training_loss_names_dropout(build_history):
    record = build_history("steady", 10)
    history = tuple(e.model_copy(update={"loss": e.val_loss * 2}) for e in record.history)
    text = reading_text(record.model_copy(update={"history": history}))
    assert "below training loss" in text
    assert "Dropout" in text
