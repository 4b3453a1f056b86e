import math

from reporting.history_words import reading_sentences


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


def test_a_diverged_training_says_so(build_history):
    record = build_history("steady", 5)
    history = (*record.history[:4], record.history[4].model_copy(update={"loss": math.nan}))
    text = reading_text(record.model_copy(update={"history": history, "best_epoch": 4}))
    assert text == "The model diverged: its loss is not a number from epoch 5."


def test_one_epoch_is_too_short_to_read(build_history):
    assert "too short" in reading_text(build_history("unfinished", 1))


def test_a_validation_loss_below_training_loss_names_dropout(build_history):
    record = build_history("steady", 10)
    changes = {"train_loss_eval": None, "train_precision_eval": None, "train_recall_eval": None}
    history = tuple(
        e.model_copy(update={**changes, "loss": e.val_loss * 2}) for e in record.history
    )
    text = reading_text(record.model_copy(update={"history": history}))
    assert "below training loss" in text
    assert "Dropout" in text


def test_a_history_with_dropout_off_is_read_by_it(build_history):
    record = build_history("steady", 10)
    text = reading_text(record)
    assert "in training, both with dropout off; precision is" in text
    assert "precision goes from .40 to .86 in training" in text
