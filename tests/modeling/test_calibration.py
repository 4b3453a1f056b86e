import numpy as np
import pytest

from data_contracts.metrics import Calibration
from modeling.bootstrap import Resamples
from modeling.calibration import BINS, calibration
from modeling.intervals import estimate


def _calibration(labels: np.ndarray, probabilities: np.ndarray) -> Calibration:
    resamples = Resamples(len(labels), number=200, seed=0)
    return calibration(
        labels,
        probabilities.astype(np.float32),
        resamples,
        lambda value, drawn: estimate(value, drawn, 0.95),
    )


def test_the_error_is_that_worked_out_by_hand() -> None:
    labels = np.array([[1, 0], [0, 0], [1, 1], [0, 1]], dtype=np.int8)
    probabilities = np.array([[0.25, 0.25], [0.25, 0.25], [0.95, 0.95], [0.95, 1.0]])
    found = _calibration(labels, probabilities)
    # In .2 to .3 one of four is true, as said; in .9 to 1 three of four, and .9625 was said.
    assert found.expected_error.value == pytest.approx((4 * 0 + 4 * (0.9625 - 0.75)) / 8)
    low, high = found.bins[2], found.bins[9]
    assert (low.pairs, low.mean_probability) == (4, pytest.approx(0.25))
    assert low.share_true is not None
    assert low.share_true.value == 0.25
    assert (high.pairs, high.mean_probability) == (4, pytest.approx(0.9625))
    assert (high.low, high.high) == (0.9, 1.0)


def test_bins_without_a_pair_say_nothing() -> None:
    found = _calibration(np.ones((3, 1), dtype=np.int8), np.full((3, 1), 0.55))
    assert len(found.bins) == BINS
    assert [one.pairs for one in found.bins] == [0, 0, 0, 0, 0, 3, 0, 0, 0, 0]
    assert found.bins[0].mean_probability is found.bins[0].share_true is None


def test_honest_probabilities_have_a_small_error_and_overconfident_ones_a_large_one() -> None:
    generator = np.random.default_rng(0)
    probabilities = generator.random((2_000, 3))
    labels = (generator.random((2_000, 3)) < probabilities).astype(np.int8)
    honest = _calibration(labels, probabilities)
    sure = _calibration(labels, (probabilities > 0.5) * 0.98 + 0.01)
    assert honest.expected_error.value < 0.02
    assert sure.expected_error.low > 0.2
    for one in honest.bins:
        assert one.share_true is not None
        assert one.share_true.low < one.share_true.value < one.share_true.high
