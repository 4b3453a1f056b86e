import math

import pytest

from reporting.figures import MEASURES, learning_curve


@pytest.mark.parametrize("measure", list(MEASURES))
def test_a_curve_names_both_sides_and_the_best_epoch(build_history, measure):
    svg = learning_curve(build_history("over-fitting", 40), "cnn", measure)
    for words in (MEASURES[measure], "training", "validation", "epoch (best: 11)"):
        assert words in svg


def test_branches_have_colours_of_their_own(build_history):
    record = build_history("steady", 5)
    assert "var(--poster" in learning_curve(record, "cnn", "loss")
    assert "var(--overview" in learning_curve(record, "lstm", "loss")


def test_one_epoch_and_a_diverged_training_are_drawn(build_history):
    one = build_history("steady", 1)
    assert "<svg" in learning_curve(one, "cnn", "loss")
    broken = one.model_copy(
        update={"history": (one.history[0].model_copy(update={"loss": math.nan}),)}
    )
    assert "<svg" in learning_curve(broken, "cnn", "loss")
