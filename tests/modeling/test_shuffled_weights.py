import keras
import numpy as np
import pytest

from modeling.bootstrap import Resamples
from modeling.shuffled_weights import LIMIT, check_with_shuffled_weights, similarity

RESAMPLES = Resamples(films=20, number=500, seed=1)
WEIGHTS = np.arange(40, dtype=np.float32)


@pytest.fixture
def model() -> keras.Model:
    inputs = keras.Input((40,))
    model = keras.Model(inputs, keras.layers.Dense(1, use_bias=False)(inputs))
    model.set_weights([WEIGHTS[:, None]])
    return model


def test_an_explanation_that_goes_by_the_weights_passes(model) -> None:
    check = check_with_shuffled_weights(
        model, lambda: [model.get_weights()[0][:, 0]] * 20, RESAMPLES, 0.95
    )

    assert check.passed
    assert (check.films, check.limit) == (20, LIMIT)
    assert -LIMIT < check.similarity.low <= check.similarity.value <= check.similarity.high < LIMIT
    assert np.array_equal(model.get_weights()[0][:, 0], WEIGHTS)


@pytest.mark.parametrize("alike", [1, -1])
def test_an_explanation_that_stays_alike_or_turns_over_fails(model, alike) -> None:
    edges = np.random.default_rng(2).random((20, 9))

    def edge_detector() -> list[np.ndarray]:
        own = np.array_equal(model.get_weights()[0][:, 0], WEIGHTS)
        return list(edges if own else alike * edges)

    check = check_with_shuffled_weights(model, edge_detector, RESAMPLES, 0.95)

    assert not check.passed
    assert check.similarity.value == pytest.approx(alike)


def test_the_same_seed_shuffles_the_same(model) -> None:
    def check(seed: int):
        return check_with_shuffled_weights(
            model, lambda: [model.get_weights()[0][:, 0]], Resamples(1, 100, seed), 0.95
        )

    assert check(1) == check(1)
    assert check(1) != check(2)


def test_films_whose_explanation_names_no_place_are_left_out(model) -> None:
    flat, short, told = np.zeros(9), np.arange(2.0), np.arange(9.0)

    check = check_with_shuffled_weights(model, lambda: [flat, short, told], RESAMPLES, 0.95)

    assert check.films == 1
    assert check_with_shuffled_weights(model, lambda: [flat, short], RESAMPLES, 0.95) is None


def test_weights_come_back_even_where_explaining_fails(model) -> None:
    explained = iter([[np.arange(9.0)]])

    with pytest.raises(StopIteration):
        check_with_shuffled_weights(model, lambda: next(explained), RESAMPLES, 0.95)

    assert np.array_equal(model.get_weights()[0][:, 0], WEIGHTS)


def test_similarity_is_the_correlation_of_ranks() -> None:
    one = np.array([[0.0, 1.0], [5.0, 100.0]])

    assert similarity(one, np.exp(one)) == pytest.approx(1)
    assert similarity(one, -one) == pytest.approx(-1)
    # Ranks 1 2 3 4 against 2 1 3 4: 1 - 6 * 2 / (4 * 15).
    assert similarity(one, np.array([[2.0, 1.0], [3.0, 4.0]])) == pytest.approx(0.8)
    assert similarity(one, np.ones((2, 2))) == 0
    assert np.isnan(similarity(np.ones((2, 2)), one))
