import math

import numpy as np
import pytest

from data_contracts.config import EvaluationConfig
from data_contracts.estimate import Estimate
from modeling.figures import GenreFigures
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
    intervals = simultaneous_intervals(
        GenreFigures(differences, resampled), MANY[:2], confidence=1.0
    )
    assert [i.low for i in intervals] == pytest.approx([-0.1 * math.sqrt(2), -0.1])
    assert [i.high for i in intervals] == pytest.approx([0.1 * math.sqrt(2), 0.3])
    assert [i.value for i in intervals] == [0, 0.1]


def test_more_genres_make_wider_intervals() -> None:
    resampled = np.random.default_rng(0).normal(size=(4_000, 20)) / 10
    figures = GenreFigures(np.zeros(20), resampled)
    alone = simultaneous_intervals(figures.among(np.arange(20) == 0), MANY[:1], 0.95)[0]
    together = simultaneous_intervals(figures, MANY, 0.95)[0]
    # Normal deviates: 1.96 for one, and for the largest of 20 the quantile of .95 ** (1/20): 3.02.
    assert alone.high == pytest.approx(0.196, abs=0.01)
    assert together.high == pytest.approx(0.302, abs=0.01)


def test_resamples_that_lack_a_genre_do_not_count_for_it() -> None:
    resampled = np.array([[-0.1, np.nan], [0.1, np.nan], [-0.1, 0.2], [0.1, -0.2]])
    figures = GenreFigures(np.zeros(2), resampled)
    first, second = simultaneous_intervals(figures, MANY[:2], confidence=1.0)
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
    figures = GenreFigures(np.zeros(2), resampled)
    few, many = simultaneous_intervals(figures, np.array([10, 10**9]), 0.95)
    # Student's t with 4 degrees of freedom exceeds 3.50 as often as a normal deviate exceeds 2.24.
    assert many.high == pytest.approx(0.224, abs=0.01)
    assert few.high == pytest.approx(0.350, abs=0.02)


def test_a_difference_of_figures_cannot_exceed_one() -> None:
    resampled = np.random.default_rng(0).normal(size=(500, 1))
    (wide,) = simultaneous_intervals(GenreFigures(np.zeros(1), resampled), np.array([3]), 0.95)
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


def test_what_trainings_differ_by_widens_the_interval() -> None:
    # Resamples with a variance of .0004, in whose stead 10^9 films make the normal distribution.
    generator = np.random.default_rng(0)
    resampled = generator.normal(size=(100_000, 1))
    resampled *= 0.02 / resampled.std(ddof=1)
    poster = np.array([[0.52], [0.46], [0.52]])
    overview = np.array([[0.48], [0.54], [0.48]])
    # Trainings vary by .0012 on both sides, so that their means vary by .0004 + .0004: together
    # with the films .0012, of .0012^2 / (.0004^2 / 2 + .0004^2 / 2) = 9 degrees of freedom.
    figures = GenreFigures(np.zeros(1), resampled, (poster, overview))
    (seen,) = simultaneous_intervals(figures, MANY[:1], 0.95)
    assert seen.high == pytest.approx(2.262 * math.sqrt(0.0012), rel=0.01)
    assert seen.low == -seen.high


def test_one_training_tells_nothing_of_trainings() -> None:
    resampled = np.random.default_rng(0).normal(size=(500, 2)) / 10
    alone = np.array([[0.1, 0.2]])
    once = GenreFigures(np.zeros(2), resampled, (alone, alone))
    assert simultaneous_intervals(once, MANY[:2], 0.95) == simultaneous_intervals(
        GenreFigures(np.zeros(2), resampled), MANY[:2], 0.95
    )


def test_trainings_that_agree_on_one_genre_by_chance_do_not_narrow_it() -> None:
    resampled = np.random.default_rng(0).normal(size=(2_000, 2)) / 10
    apart = np.array([[-0.2, 0.0], [0.0, 0.0], [0.2, 0.0]])
    first, second = simultaneous_intervals(
        GenreFigures(np.zeros(2), resampled, (apart,)), MANY[:2], 0.95
    )
    (alone,) = simultaneous_intervals(
        GenreFigures(np.zeros(1), resampled[:, 1:], (apart[:, 1:],)), MANY[:1], 0.95
    )
    # Trainings' .0133 are 1.33 of the first genre's .01 by films: .67 of it for either genre.
    assert first.high > second.high > 1.2 * alone.high


def test_a_model_without_a_hit_may_be_better_than_none() -> None:
    # Resamples of a model that never hits all say 0, as if its F1 were surely that.
    noise = np.random.default_rng(0).normal(size=(500, 2)) * 0.02
    found = GenreFigures(np.array([-0.2, 0.2]), np.array([-0.2, 0.2]) + noise)
    room, none = np.array([0.24, 0.0]), np.zeros(2)
    config = EvaluationConfig()

    bare = genre_verdicts(GENRES[:2], (50, 50), found, found, config)
    wide = genre_verdicts(GENRES[:2], (50, 50), found, found, config, (room, none))

    assert [entry.f1_verdict for entry in bare.values()] == ["overview", "poster"]
    assert [entry.f1_verdict for entry in wide.values()] == ["undecided", "poster"]
    assert [entry.verdict for entry in wide.values()] == ["overview", "poster"]
    before, after = bare["A"].f1_difference, wide["A"].f1_difference
    assert before is not None
    assert after is not None
    reach = before.high - before.value
    assert after.low == pytest.approx(before.low)
    assert after.high == pytest.approx(before.value + math.hypot(reach, 0.24))
    other = genre_verdicts(GENRES[:2], (50, 50), found, found, config, (none, room))["A"]
    assert other.f1_difference is not None
    assert other.f1_difference.low == pytest.approx(before.value - math.hypot(reach, 0.24))
