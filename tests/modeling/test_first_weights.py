import random

import keras
import numpy as np
import pytest

from modeling.first_weights import Models, build_from_seed


def two_layers() -> tuple[keras.Model, ...]:
    dense = [keras.layers.Dense(3), keras.layers.Dense(2)]
    return (keras.Sequential([keras.Input((4,)), *dense]),)


def weights(models: Models) -> list[np.ndarray]:
    return models[0].get_weights()


def same(some: list[np.ndarray], others: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(some, others, strict=True))


# Several at a time: Prefect's connections of tests before these draw one now and then.
@pytest.mark.parametrize("drawn", [(3, 0, 0), (0, 3, 0), (3, 4, 0, 0)])
def test_numbers_that_something_else_draws_change_no_first_weights(drawn):
    before_each = iter(drawn)

    def build() -> Models:
        for _ in range(next(before_each, 0)):
            random.random()
        return two_layers()

    models = build_from_seed(build, seed=7)

    assert same(weights(models), weights(build_from_seed(two_layers, seed=7)))
    assert list(before_each) == []


def test_another_seed_gives_other_weights():
    some, others = (weights(build_from_seed(two_layers, seed)) for seed in (1, 2))

    assert not same(some, others)


def test_the_layers_are_named_as_those_of_a_first_build():
    names = [layer.name for layer in build_from_seed(two_layers, seed=1)[0].layers]

    assert names == ["dense", "dense_1"]


def test_numbers_that_are_drawn_all_the_time_are_said():
    count = iter(range(1_000))

    def build() -> Models:
        for _ in range(next(count)):
            random.random()
        return two_layers()

    with pytest.raises(RuntimeError, match="20 networks built from seed 3 have all different"):
        build_from_seed(build, seed=3)
