import numpy as np
import pytest
from scipy.special import expit, logit

from data_contracts.predictor import ProbabilityMap
from modeling.platt import calibrated, fit_map

RNG = np.random.default_rng(3)
TRUE = expit(RNG.normal(-1, 1.5, (4_000, 3)))
LABELS = (RNG.random(TRUE.shape) < TRUE).astype(np.int8)


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 0.0), (2.5, 0.7), (0.5, -1.0)])
def test_the_map_that_was_bent_is_found_and_straightened(slope, offset) -> None:
    bent = expit((logit(TRUE) - offset) / slope).astype(np.float32)

    found = fit_map(LABELS, bent)

    assert found.slope == pytest.approx(slope, rel=0.1)
    assert found.offset == pytest.approx(offset, abs=0.1)
    assert np.abs(calibrated(bent, found) - TRUE).max() < 0.05


def test_order_and_what_a_mapped_threshold_says_stay() -> None:
    said, fitted = TRUE.astype(np.float32), ProbabilityMap(slope=1.7, offset=-0.4)
    threshold = calibrated(np.float32([0.3]), fitted)[0]

    mapped = calibrated(said, fitted)

    assert mapped.dtype == np.float32
    assert np.array_equal(mapped >= threshold, said >= np.float32(0.3))
    assert (np.diff(mapped.ravel()[np.argsort(said.ravel())]) >= 0).all()


def test_pairs_that_can_be_told_apart_leave_the_map_finite() -> None:
    labels = np.array([[0], [0], [1], [1]])
    said = np.array([[0.1], [0.2], [0.8], [0.9]], dtype=np.float32)

    mapped = calibrated(said, fit_map(labels, said))

    assert (mapped[:2] < 0.5).all()
    assert (mapped[2:] > 0.5).all()
    assert ((mapped > 0) & (mapped < 1)).all()


def test_a_model_that_is_wrong_throughout_is_not_turned_round() -> None:
    labels = np.array([[1], [1], [0], [0]])

    assert fit_map(labels, np.array([[0.1], [0.2], [0.8], [0.9]], np.float32)) == ProbabilityMap()
