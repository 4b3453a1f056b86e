import math

import numpy as np
import pytest

from data_contracts.config import EvaluationConfig
from data_contracts.results import Estimate
from modeling.verdicts import (
    genre_verdicts,
    overall_difference,
    simultaneous_intervals,
    verdict_of,
)

MARGIN = 0.05


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.01, 0.30, "poster"),
        (-0.30, -0.01, "overview"),
        (-0.04, 0.04, "equivalent"),
        (0.01, 0.04, "equivalent"),
        (-0.04, 0.06, "undecided"),
        (-0.05, 0.05, "undecided"),
        (0.00, 0.30, "undecided"),
        (-0.30, 0.00, "undecided"),
        (0.00, 0.00, "equivalent"),
    ],
)
def test_the_verdict_follows_from_the_interval(low: float, high: float, verdict: str) -> None:
    assert verdict_of(Estimate(value=(low + high) / 2, low=low, high=high), MARGIN) == verdict


def test_one_critical_value_serves_all_genres() -> None:
    differences = np.array([0.0, 1.0])
    resampled = np.array([[-1.0, 3.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]])
    # Deviations 1, 1, 1, 1 and 2, 2, 0, 0 have standard errors sqrt(4/3) and sqrt(8/3). The
    # largest of the studentised ones is 2 / sqrt(8/3) = 1.2247, times the errors 1.4142 and 2.
    intervals = simultaneous_intervals(differences, resampled, confidence=1.0)
    assert [i.low for i in intervals] == pytest.approx([-math.sqrt(2), -1])
    assert [i.high for i in intervals] == pytest.approx([math.sqrt(2), 3])
    assert [i.value for i in intervals] == [0, 1]


def test_more_genres_make_wider_intervals() -> None:
    resampled = np.random.default_rng(0).normal(size=(4_000, 20))
    alone = simultaneous_intervals(np.zeros(1), resampled[:, :1], 0.95)[0]
    together = simultaneous_intervals(np.zeros(20), resampled, 0.95)[0]
    # Normal deviates: 1.96 for one, and for the largest of 20 the quantile of .95 ** (1/20): 3.02.
    assert alone.high == pytest.approx(1.96, abs=0.1)
    assert together.high == pytest.approx(3.02, abs=0.1)


def test_resamples_that_lack_a_genre_do_not_count_for_it() -> None:
    resampled = np.array([[-1.0, np.nan], [1.0, np.nan], [-1.0, 2.0], [1.0, -2.0]])
    first, second = simultaneous_intervals(np.zeros(2), resampled, confidence=1.0)
    assert first.high == pytest.approx(1)
    assert second.high == pytest.approx(math.sqrt(3 / 4) * math.sqrt(8))


def test_each_genre_gets_its_verdict() -> None:
    config = EvaluationConfig(min_support=10, equivalence_margin=MARGIN)
    noise = np.random.default_rng(0).normal(size=(500, 5)) * [0.02, 0.02, 0.001, 0.3, 0.02]
    differences = np.array([0.5, -0.5, 0.01, 0.1, 0.5])
    verdicts = genre_verdicts(
        ("A", "B", "C", "D", "E"), (10, 30, 30, 30, 9), differences, differences + noise, config
    )
    assert {genre: entry.verdict for genre, entry in verdicts.items()} == {
        "A": "poster",
        "B": "overview",
        "C": "equivalent",
        "D": "undecided",
        "E": "not enough films",
    }
    assert [entry.support for entry in verdicts.values()] == [10, 30, 30, 30, 9]
    assert verdicts["E"].difference is None
    assert verdicts["A"].difference is not None
    assert verdicts["A"].difference.value == 0.5


def test_models_that_answer_alike_are_equivalent() -> None:
    verdicts = genre_verdicts(
        ("A", "B"), (50, 50), np.zeros(2), np.zeros((100, 2)), EvaluationConfig()
    )
    assert {entry.verdict for entry in verdicts.values()} == {"equivalent"}


def test_a_genre_without_films_has_no_difference() -> None:
    verdicts = genre_verdicts(
        ("A", "B"),
        (50, 0),
        np.array([0.5, np.nan]),
        np.stack([np.linspace(0.4, 0.6, 100), np.full(100, np.nan)], axis=1),
        EvaluationConfig(),
    )
    assert verdicts["A"].verdict == "poster"
    assert verdicts["B"].verdict == "not enough films"


def test_the_overall_difference_is_the_mean_over_counted_genres() -> None:
    resampled = np.stack([np.linspace(0, 1, 101), np.linspace(0, 2, 101), np.ones(101)], axis=1)
    overall = overall_difference(
        np.array([0.5, 1.0, 9.0]), resampled, np.array([True, True, False]), 0.9
    )
    assert (overall.value, overall.low, overall.high) == pytest.approx((0.75, 0.075, 1.425))
