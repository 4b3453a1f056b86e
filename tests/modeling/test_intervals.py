import numpy as np
import pytest

from modeling.intervals import estimate

ONE_TO_FIVE = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
REACH = 1.959964 * 2.5**0.5
"""Of 1 to 5, whose squared deviations from 3 sum to 10: over 4 that is a variance of 2.5."""


def test_an_interval_of_unbiased_resamples_reaches_as_far_to_both_sides() -> None:
    interval = estimate(3.0, ONE_TO_FIVE, 0.95)
    assert (interval.value, interval.low, interval.high) == pytest.approx((3, 3 - REACH, 3 + REACH))


def test_an_interval_is_moved_against_the_bias() -> None:
    # The resamples lie 1 above the figure, so that it is taken to lie 1 above the truth.
    interval = estimate(2.0, ONE_TO_FIVE, 0.95)
    assert (interval.value, interval.low, interval.high) == pytest.approx((2, 1 - REACH, 1 + REACH))


def test_an_interval_is_kept_within_bounds() -> None:
    interval = estimate(2.0, ONE_TO_FIVE, 0.95, bounds=(0.0, 4.0))
    assert (interval.low, interval.high) == (0, 4)


def test_an_interval_leaves_out_resamples_without_the_figure() -> None:
    resampled = np.array([np.nan, *ONE_TO_FIVE, np.nan])
    assert estimate(3.0, resampled, 0.9).high == pytest.approx(3 + 1.644854 * 2.5**0.5)


def test_a_figure_that_never_changes_has_an_interval_of_no_width() -> None:
    interval = estimate(0.3, np.full(100, 0.1 + 0.2), 0.95)
    assert interval.low == pytest.approx(interval.high)


@pytest.mark.parametrize("value", [-1.0, 200.0])
def test_an_interval_holds_its_value(value: float) -> None:
    interval = estimate(value, np.arange(101.0), 0.95)
    assert interval.low <= value <= interval.high


def test_trainings_reach_beyond_films_on_both_sides() -> None:
    resampled = np.random.default_rng(0).normal(0.5, 0.01, size=5_000)
    films = estimate(0.5, resampled, 0.95)
    trainings = np.array([0.4, 0.5, 0.6])
    both = estimate(0.5, resampled, 0.95, (trainings,), (0.0, 1.0))
    reach = 4.303 * 0.1 / 3**0.5
    assert 0.5 - both.low == pytest.approx(np.hypot(0.5 - films.low, reach), rel=1e-3)
    assert both.high - 0.5 == pytest.approx(np.hypot(films.high - 0.5, reach), rel=1e-3)
    wild = estimate(0.5, resampled, 0.95, (np.array([0.0, 1.0]),), (0.0, 1.0))
    assert (wild.low, wild.high) == (0, 1)
    assert estimate(0.5, resampled, 0.95, (trainings[:1],), (0.0, 1.0)) == films
