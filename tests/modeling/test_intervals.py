from statistics import NormalDist

import numpy as np
import pytest

from modeling.intervals import estimate


def test_an_interval_around_the_middle_cuts_off_both_tails_equally() -> None:
    # Of 0, 1, ..., 100, 2.5 % of the way is 2.5 and 97.5 % of it is 97.5.
    interval = estimate(50.0, np.arange(101.0), 0.95)
    assert (interval.value, interval.low, interval.high) == pytest.approx((50, 2.5, 97.5))


def test_an_interval_is_moved_by_twice_the_bias() -> None:
    # 40.5 of 101 resamples are below 40, and normal deviates say which shares to cut off.
    normal = NormalDist()
    bias, tail = normal.inv_cdf(40.5 / 101), normal.inv_cdf(0.975)
    interval = estimate(40.0, np.arange(101.0), 0.95)
    assert interval.low == pytest.approx(100 * normal.cdf(2 * bias - tail))
    assert interval.high == pytest.approx(100 * normal.cdf(2 * bias + tail))
    assert interval.low < 2.5
    assert interval.high < 97.5


def test_an_interval_leaves_out_resamples_without_the_figure() -> None:
    resampled = np.array([np.nan, *np.arange(101.0), np.nan])
    assert estimate(50.0, resampled, 0.9).high == pytest.approx(95)


def test_a_figure_that_never_changes_has_an_interval_of_no_width() -> None:
    interval = estimate(0.3, np.full(100, 0.1 + 0.2), 0.95)
    assert interval.low == pytest.approx(interval.high)


@pytest.mark.parametrize("value", [-1.0, 200.0])
def test_an_interval_holds_its_value(value: float) -> None:
    interval = estimate(value, np.arange(101.0), 0.95)
    assert interval.low <= value <= interval.high
