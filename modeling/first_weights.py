"""Weights before training that depend on the seed alone, whatever else runs in the process.

Keras seeds each initialiser from Python's one random state, from which any thread of the process
may draw in between: Prefect's connection to its server draws a number for every ping.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import keras

Weights = list[NDArray[Any]]
Models = tuple["keras.Model", ...]

_ATTEMPTS: Final = 20
"""Of which two pass undisturbed unless something draws numbers all the time."""


def build_from_seed(build: Callable[[], Models], seed: int) -> Models:
    """Return the models that build gives where nothing else draws random numbers.

    They are built until two have the same weights: draws that came in between would have to come at
    the same place twice to do that. build: gives models that share the first one's variables.

    Raises RuntimeError where no two of many are the same.
    """
    import keras

    seen: list[Weights] = []
    for _ in range(_ATTEMPTS):
        keras.backend.clear_session()  # or layers built later would have other names
        keras.utils.set_random_seed(seed)
        built = build()
        weights = built[0].get_weights()
        if any(_same(weights, others) for others in seen):
            return built
        seen.append(weights)
    raise RuntimeError(
        f"{_ATTEMPTS} networks built from seed {seed} have all different weights: another thread of"
        " this process draws from Python's random numbers all the time"
    )


def _same(some: Weights, others: Weights) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(some, others, strict=True))
