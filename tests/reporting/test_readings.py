import math

from reporting.readings import DEFINITIONS, TRAINING_FIELDS, read_history


def test_over_fitting_is_measured_on_the_tail_against_the_best_epoch(build_history):
    record = build_history("over-fitting", 40)
    reading = read_history(record)
    tail = [epoch.val_loss for epoch in record.history[-3:]]
    assert reading.best.epoch == record.best_epoch
    assert math.isclose(reading.rise, sum(tail) / 3 / reading.best.val_loss - 1)
    assert reading.overfitting == "strong"


def test_a_rise_while_training_loss_rises_too_is_not_over_fitting(build_history):
    record = build_history("over-fitting", 40)
    flat = tuple(e.model_copy(update={"train_loss_eval": 0.1 * e.epoch}) for e in record.history)
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
    assert reading.loss_gap == best.val_loss - best.train_loss_eval
    assert reading.precision_gap == best.train_precision_eval - best.val_precision
    assert reading.recall_gap == best.train_recall_eval - best.val_recall


def test_histories_without_dropout_off_are_read_by_what_they_have(build_history):
    record = build_history("over-fitting", 40)
    absent = dict.fromkeys(TRAINING_FIELDS.values())
    history = tuple(e.model_copy(update=absent) for e in record.history)
    best = history[record.best_epoch - 1]
    reading = read_history(record.model_copy(update={"history": history}))
    assert reading.loss_gap == best.val_loss - best.loss
    assert reading.overfitting == "strong"


def test_levelling_off_is_the_first_epoch_with_95_per_cent_of_the_fall(build_history):
    record = build_history("unfinished", 4)
    losses = (1.0, 0.5, 0.04, 0.0)
    history = tuple(
        epoch.model_copy(update={"val_loss": loss})
        for epoch, loss in zip(record.history, losses, strict=True)
    )
    changed = record.model_copy(update={"history": history, "best_epoch": 4})
    assert read_history(changed).level_epoch == 3


def test_the_definition_of_over_fitting_says_what_is_measured():
    (told,) = (text for text in DEFINITIONS if text.startswith("Over-fitting"))
    assert "in the mean of the last 3 epochs" in told
    assert "called mild" in told
    assert "strong" not in told
