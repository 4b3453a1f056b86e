"""Figures worked out by hand on four films and four genres."""

import numpy as np
import pytest

from modeling import metrics

# Genres A, B, C, D; C has one film and D none, so that only A and B count.
LABELS = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 0, 0], [0, 1, 1, 0]], dtype=np.int8)
PROBABILITIES = np.array(
    [[0.9, 0.4, 0.1, 0.1], [0.6, 0.2, 0.1, 0.1], [0.7, 0.3, 0.1, 0.1], [0.1, 0.6, 0.1, 0.1]],
    dtype=np.float32,
)
COUNTED = np.array([True, True, False, False])
# At .5 the answers are A, A, A, B.
DECISIONS = metrics.decide(PROBABILITIES, 0.5)

# A: found 2, said 3, true 2. B: found 1, said 1, true 3. Together: found 3, said 4, true 5.
# By film: (P, R, F1) = (1, 1, 1), (1, 1/2, 2/3), (0, 0, 0) and, C left out, (1, 1, 1).
BY_HAND = {
    "micro_precision": 3 / 4,
    "micro_recall": 3 / 5,
    "micro_f1": 6 / 9,
    "macro_precision": (2 / 3 + 1) / 2,
    "macro_recall": (1 + 1 / 3) / 2,
    "macro_f1": (4 / 5 + 2 / 4) / 2,
    "samples_precision": 3 / 4,
    "samples_recall": 2.5 / 4,
    "samples_f1": (1 + 2 / 3 + 0 + 1) / 4,
    "weighted_precision": (2 * 2 / 3 + 3 * 1) / 5,
    "weighted_recall": (2 * 1 + 3 * 1 / 3) / 5,
    "weighted_f1": (2 * 4 / 5 + 3 * 2 / 4) / 5,
}


def test_a_probability_at_the_threshold_is_a_yes() -> None:
    probabilities = np.array([[0.3, 0.29999998]], dtype=np.float32)
    assert metrics.decide(probabilities, 0.3).tolist() == [[True, False]]


def test_decision_figures_are_those_worked_out_by_hand() -> None:
    assert metrics.decision_figures(LABELS, DECISIONS, COUNTED) == pytest.approx(BY_HAND)


def test_figures_of_a_single_counted_genre() -> None:
    figures = metrics.decision_figures(LABELS, DECISIONS, np.array([False, True, False, False]))
    assert figures["micro_f1"] == figures["macro_f1"] == pytest.approx(0.5)
    assert figures["samples_f1"] == pytest.approx(1 / 4)


def test_genre_figures_are_those_worked_out_by_hand() -> None:
    figures = metrics.genre_decision_figures(LABELS, DECISIONS)
    assert figures["precision"] == pytest.approx([2 / 3, 1, 0, 0])
    assert figures["recall"] == pytest.approx([1, 1 / 3, 0, 0])
    assert figures["f1"] == pytest.approx([4 / 5, 1 / 2, 0, 0])


def test_average_precisions_are_those_worked_out_by_hand() -> None:
    values = metrics.genre_average_precisions(LABELS, PROBABILITIES)
    # A by rank: yes, no, yes. B by rank: yes, no, yes, yes. C: four tied, one of them yes.
    by_hand = [(1 + 2 / 3) / 2, (1 + 2 / 3 + 3 / 4) / 3, 1 / 4, np.nan]
    assert values == pytest.approx(by_hand, nan_ok=True)
    assert metrics.mean_average_precision(values, COUNTED) == pytest.approx(sum(by_hand[:2]) / 2)


def test_micro_average_precision_is_that_worked_out_by_hand() -> None:
    # By score: .9 yes, .7 no, .6 yes and yes, .4 no, .3 yes, .2 yes, .1 no.
    by_hand = (1 * 1 / 1 + 2 * 3 / 4 + 1 * 4 / 6 + 1 * 5 / 7) / 5
    value = metrics.micro_average_precision(LABELS, PROBABILITIES, COUNTED)
    assert value == pytest.approx(by_hand)


def test_the_mean_leaves_out_what_is_not_known() -> None:
    values = np.array([[0.2, 0.4], [np.nan, 0.4], [np.nan, np.nan]])
    means = metrics.mean_average_precision(values, np.array([True, True]))
    assert means == pytest.approx([0.3, 0.4, np.nan], nan_ok=True)
