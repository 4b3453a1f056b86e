import numpy as np
import pytest
from scipy.stats import binomtest

from modeling.bootstrap import Resamples
from modeling.no_hits import figures_of_none, share_of_none
from modeling.scores import TestFilms, Thresholds, measure_model, score


@pytest.mark.parametrize("tried", [1, 14, 200])
@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_the_share_has_the_exact_interval(tried: int, confidence: float) -> None:
    exact = binomtest(0, tried).proportion_ci(confidence, method="exact")

    assert share_of_none(tried, confidence) == pytest.approx(exact.high)


def test_nothing_tried_allows_nothing() -> None:
    assert share_of_none(0, 0.95) == 0


def test_few_films_without_a_hit_allow_much_and_many_little() -> None:
    few, many = (figures_of_none(support, 5, 0.95) for support in (14, 400))

    assert few["recall"].high == pytest.approx(0.2316, abs=1e-4)
    assert few["precision"].high == pytest.approx(0.5218, abs=1e-4)
    # 14 * .2316 = 3.24 hits: 2 * 3.24 / (14 + 5).
    assert few["f1"].high == pytest.approx(0.3413, abs=1e-4)
    assert many["f1"].high < 0.02
    assert {one.value for one in (*few.values(), *many.values())} == {0}


def test_a_genre_that_is_never_said_would_have_to_be_said_for_a_hit() -> None:
    found = figures_of_none(50, 0, 0.95)

    recall = found["recall"].high
    assert found["precision"].high == 0
    assert found["f1"].high == pytest.approx(2 * recall / (1 + recall))


def test_a_model_without_a_hit_is_not_called_surely_worthless() -> None:
    labels = np.zeros((100, 2), dtype=np.int8)
    labels[:50, 0], labels[:12, 1] = 1, 1
    probabilities = np.stack([labels[:, 0] * 0.9, np.full(100, 0.1)], axis=1).astype(np.float32)
    films = TestFilms(("A", "B"), labels, np.array([True, True]), Resamples(100, 50, 1), 0.95)
    thresholds = Thresholds(shared=0.5, by_genre=np.array([0.5, 0.5]))

    found = score(films, probabilities, measure_model(films, probabilities, thresholds))

    never = found.per_genre["B"].fitted
    assert never is not None
    assert (never.predicted, never.f1.value, never.f1.low) == (0, 0, 0)
    assert never.f1 == figures_of_none(12, 0, 0.95)["f1"]
    always = found.per_genre["A"].fitted
    assert always is not None
    assert always.f1.low == always.f1.high == 1
