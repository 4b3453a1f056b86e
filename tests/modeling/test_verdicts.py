import math

import numpy as np
import pytest

from data_contracts.config import EvaluationConfig
from data_contracts.metrics import Estimate
from modeling.scores import GenreFigures
from modeling.verdicts import genre_verdicts, simultaneous_intervals, verdict_of

MARGIN = 0.05
GENRES = ("A", "B", "C", "D", "E")
MANY = np.full(20, 10**9)
"""Supports at which Student's t is the normal distribution."""


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
    differences = np.array([0.0, 0.1])
    resampled = np.array([[-0.1, 0.3], [0.1, -0.1], [-0.1, 0.1], [0.1, 0.1]])
    # Tenths of 1, 1, 1, 1 and 2, 2, 0, 0 have standard errors of tenths of sqrt(4/3) and
    # sqrt(8/3). The largest studentised one is 2 / sqrt(8/3) = 1.2247, times 1.4142 and 2 tenths.
    intervals = simultaneous_intervals(differences, resampled, MANY[:2], confidence=1.0)
    assert [i.low for i in intervals] == pytest.approx([-0.1 * math.sqrt(2), -0.1])
    assert [i.high for i in intervals] == pytest.approx([0.1 * math.sqrt(2), 0.3])
    assert [i.value for i in intervals] == [0, 0.1]


def test_more_genres_make_wider_intervals() -> None:
    resampled = np.random.default_rng(0).normal(size=(4_000, 20)) / 10
    alone = simultaneous_intervals(np.zeros(1), resampled[:, :1], MANY[:1], 0.95)[0]
    together = simultaneous_intervals(np.zeros(20), resampled, MANY, 0.95)[0]
    # Normal deviates: 1.96 for one, and for the largest of 20 the quantile of .95 ** (1/20): 3.02.
    assert alone.high == pytest.approx(0.196, abs=0.01)
    assert together.high == pytest.approx(0.302, abs=0.01)


def test_resamples_that_lack_a_genre_do_not_count_for_it() -> None:
    resampled = np.array([[-0.1, np.nan], [0.1, np.nan], [-0.1, 0.2], [0.1, -0.2]])
    first, second = simultaneous_intervals(np.zeros(2), resampled, MANY[:2], confidence=1.0)
    assert first.high == pytest.approx(0.1)
    assert second.high == pytest.approx(0.1 * math.sqrt(3 / 4) * math.sqrt(8))


def test_each_genre_gets_its_verdict() -> None:
    config = EvaluationConfig(min_support=10, equivalence_margin=MARGIN)
    noise = np.random.default_rng(0).normal(size=(500, 5)) * [0.02, 0.02, 0.001, 0.3, 0.02]
    differences = np.array([0.5, -0.5, 0.01, 0.1, 0.5])
    precision = GenreFigures(differences, differences + noise)
    f1 = GenreFigures(-differences, -differences - noise)
    verdicts = genre_verdicts(GENRES, (10, 30, 30, 30, 9), precision, f1, config)
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
    assert {genre: entry.f1_verdict for genre, entry in verdicts.items()} == {
        "A": "overview",
        "B": "poster",
        "C": "equivalent",
        "D": "undecided",
        "E": "not enough films",
    }


def test_few_films_make_wider_intervals() -> None:
    resampled = np.random.default_rng(0).normal(size=(4_000, 2)) / 10
    few, many = simultaneous_intervals(np.zeros(2), resampled, np.array([10, 10**9]), 0.95)
    # Student's t with 4 degrees of freedom exceeds 3.50 as often as a normal deviate exceeds 2.24.
    assert many.high == pytest.approx(0.224, abs=0.01)
    assert few.high == pytest.approx(0.350, abs=0.02)


def test_a_difference_of_figures_cannot_exceed_one() -> None:
    resampled = np.random.default_rng(0).normal(size=(500, 1))
    (wide,) = simultaneous_intervals(np.zeros(1), resampled, np.array([3]), 0.95)
    assert (wide.low, wide.high) == (-1, 1)


def test_models_that_answer_alike_are_equivalent() -> None:
    alike = GenreFigures(np.zeros(2), np.zeros((100, 2)))
    verdicts = genre_verdicts(GENRES[:2], (50, 50), alike, alike, EvaluationConfig())
    assert {entry.verdict for entry in verdicts.values()} == {"equivalent"}
    assert {entry.f1_verdict for entry in verdicts.values()} == {"undecided"}


def test_a_genre_without_films_has_no_difference() -> None:
    resampled = np.stack([np.linspace(0.4, 0.6, 100), np.full(100, np.nan)], axis=1)
    found = GenreFigures(np.array([0.5, np.nan]), resampled)
    verdicts = genre_verdicts(GENRES[:2], (50, 0), found, found, EvaluationConfig())
    assert verdicts["A"].verdict == "poster"
    assert verdicts["B"].verdict == "not enough films"
