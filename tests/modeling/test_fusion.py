import numpy as np
import pytest

from modeling.fusion import fuse, fuse_models
from modeling.metrics import genre_average_precisions

FILMS = 900


def _scores(labels: np.ndarray, gaps: list[float], seed: int) -> np.ndarray:
    scores = np.random.default_rng(seed).normal(size=labels.shape) + labels * gaps
    return (1 / (1 + np.exp(-scores))).astype(np.float32)


@pytest.fixture(scope="module")
def labels() -> np.ndarray:
    return np.random.default_rng(0).random((FILMS, 4)) < [0.4, 0.4, 0.4, 0.0]


@pytest.fixture(scope="module")
def validation() -> np.ndarray:
    return np.arange(FILMS) < 500


def test_a_weight_of_one_or_zero_is_one_of_the_models() -> None:
    poster = np.array([[0.2, 0.9]], dtype=np.float32)
    overview = np.array([[0.5, 0.1]], dtype=np.float32)
    assert fuse(poster, overview, 1.0) == pytest.approx(poster)
    assert fuse(poster, overview, 0.0) == pytest.approx(overview)
    # Log-odds of .9 and .1 are opposite; those of .5 are 0, so a half of .2's log-odds is left.
    assert fuse(poster, overview, 0.5) == pytest.approx(np.array([[1 / 3, 0.5]]))
    assert fuse(poster, overview, np.array([1.0, 0.0])) == pytest.approx(np.array([[0.2, 0.1]]))


def test_certain_models_can_be_fused() -> None:
    sure, unsure = np.array([[1.0, 0.0]], np.float32), np.array([[0.5, 0.5]], np.float32)
    fused = fuse(sure, unsure, 0.5)
    assert np.isfinite(fused).all()
    assert fused[0, 0] > 0.99
    assert fused[0, 1] < 0.01


def test_each_genre_leans_on_the_model_that_knows_it(
    labels: np.ndarray, validation: np.ndarray
) -> None:
    poster = _scores(labels, [2, 0, 1, 0], seed=1)
    overview = _scores(labels, [0, 2, 1, 0], seed=2)
    fused = fuse_models(labels, validation, poster, overview)
    assert fused.weights[0] > 0.8
    assert fused.weights[1] < 0.2
    assert 0.3 < fused.weights[2] < 0.7
    assert 0.3 < fused.weight < 0.7
    found, alone, other = (
        genre_average_precisions(labels[~validation], of[~validation])[:3]
        for of in (fused.probabilities, poster, overview)
    )
    assert found[2] > max(alone[2], other[2])
    assert found.mean() > genre_average_precisions(labels, fused.shared)[:3].mean()


def test_a_genre_without_validation_films_takes_the_shared_weight(
    labels: np.ndarray, validation: np.ndarray
) -> None:
    poster = _scores(labels, [2, 2, 2, 0], seed=1)
    fused = fuse_models(labels, validation, poster, _scores(labels, [0, 0, 0, 0], seed=2))
    assert fused.weights[3] == fused.weight > 0.8


def test_equal_models_share_the_weight_evenly(labels: np.ndarray, validation: np.ndarray) -> None:
    poster = _scores(labels, [1, 1, 1, 0], seed=1)
    fused = fuse_models(labels, validation, poster, poster)
    assert fused.weight == 0.5
    assert fused.weights.tolist() == [0.5] * 4
    assert fused.probabilities == pytest.approx(poster, abs=1e-6)


def test_other_films_have_no_say(labels: np.ndarray, validation: np.ndarray) -> None:
    poster, overview = _scores(labels, [2, 0, 1, 0], 1), _scores(labels, [0, 2, 1, 0], 2)
    turned = poster.copy()
    turned[~validation] = 1 - turned[~validation]
    first = fuse_models(labels, validation, poster, overview)
    second = fuse_models(labels, validation, turned, overview)
    assert first.weights.tolist() == second.weights.tolist()
