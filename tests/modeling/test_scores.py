"""The scores of a model hold the figures of scikit-learn, each within its interval."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, f1_score, precision_score

from data_contracts.metrics import Decisions
from modeling.bootstrap import Resamples
from modeling.figures import GenreFigures
from modeling.scores import TestFilms, Thresholds, measure_model, score

GENRES = ("A", "B", "rare", "none")
THRESHOLDS = Thresholds(shared=0.6, by_genre=np.array([0.4, 0.7, 0.6, 0.6]))


@pytest.fixture
def films() -> TestFilms:
    labels = np.random.default_rng(0).random((200, 4)) < [0.5, 0.3, 0.02, 0.0]
    return TestFilms(
        genres=GENRES,
        labels=labels.astype(np.int8),
        counted=np.array([True, True, False, False]),
        resamples=Resamples(films=200, number=300, seed=1),
        confidence=0.95,
    )


@pytest.fixture
def probabilities(films: TestFilms) -> np.ndarray:
    noise = np.random.default_rng(1).random(films.labels.shape)
    return ((films.labels * 0.4 + noise) / 1.4).astype(np.float32)


def test_figures_are_scikit_learns_and_lie_within_their_intervals(
    films: TestFilms, probabilities: np.ndarray
) -> None:
    scores = score(films, probabilities, measure_model(films, probabilities, THRESHOLDS))
    truth, values = films.labels[:, :2], probabilities[:, :2]
    assert scores.map.value == pytest.approx(average_precision_score(truth, values))
    assert scores.micro_ap.value == pytest.approx(
        average_precision_score(truth, values, average="micro")
    )
    fitted = values >= 0.6
    for average in ("micro", "macro", "weighted", "samples"):
        expected = f1_score(truth, fitted, average=average, zero_division=0)
        assert getattr(scores.fitted, f"{average}_f1").value == pytest.approx(expected)
    assert scores.fitted_by_genre is not None
    assert scores.fitted_by_genre.macro_f1.value == pytest.approx(
        f1_score(truth, values >= [0.4, 0.7], average="macro")
    )
    for name in Decisions.model_fields:
        estimate = getattr(scores.at_half, name)
        assert estimate.low < estimate.value < estimate.high


def test_genre_figures_are_scikit_learns(films: TestFilms, probabilities: np.ndarray) -> None:
    scores = score(films, probabilities, measure_model(films, probabilities, THRESHOLDS))
    genre = scores.per_genre["B"]
    truth, values = films.labels[:, 1], probabilities[:, 1]
    assert genre.support == truth.sum()
    assert genre.counted
    assert genre.average_precision is not None
    assert genre.average_precision.value == pytest.approx(average_precision_score(truth, values))
    assert genre.at_half is not None
    assert genre.fitted is not None
    assert (genre.at_half.threshold, genre.fitted.threshold) == (0.5, 0.6)
    assert genre.fitted.predicted == (values >= 0.6).sum()
    assert genre.fitted.precision.value == pytest.approx(precision_score(truth, values >= 0.6))
    assert genre.fitted_by_genre is not None
    assert genre.fitted_by_genre.threshold == 0.7
    assert genre.fitted_by_genre.f1.value == pytest.approx(f1_score(truth, values >= 0.7))


def test_genres_with_few_or_no_films_are_said_to_be_so(
    films: TestFilms, probabilities: np.ndarray
) -> None:
    scores = score(films, probabilities, measure_model(films, probabilities, THRESHOLDS))
    rare, none = scores.per_genre["rare"], scores.per_genre["none"]
    assert (rare.support, rare.counted) == (films.labels[:, 2].sum(), False)
    assert rare.average_precision is not None
    assert (none.support, none.counted) == (0, False)
    assert none.average_precision is none.at_half is none.fitted is None


def test_differences_are_taken_resample_by_resample() -> None:
    better = GenreFigures(np.array([0.9, 0.5]), np.array([[0.8, 0.5], [0.9, 0.25]]))
    worse = GenreFigures(np.array([0.4, 0.5]), np.array([[0.4, 0.25], [0.5, 0.5]]))
    difference = better.less(worse)
    assert difference.values == pytest.approx([0.5, 0])
    assert difference.resampled == pytest.approx(np.array([[0.4, 0.25], [0.4, -0.25]]))


def test_intervals_that_hold_at_once_are_wider_by_bonferronis_rule(films: TestFilms) -> None:
    resampled = np.random.default_rng(2).normal(0.5, 0.1, size=300)
    assert films.at_once(5).confidence == pytest.approx(0.99)
    assert films.at_once(1).estimate(0.5, resampled) == films.estimate(0.5, resampled)
    one, many = films.estimate(0.5, resampled), films.at_once(5).estimate(0.5, resampled)
    # The 99.5th percentile of the normal distribution over its 97.5th.
    assert (many.high - many.low) / (one.high - one.low) == pytest.approx(2.5758 / 1.96, rel=1e-3)
