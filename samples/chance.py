"""Random choices of the sample films, each from a stream of its own."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.random import Generator

T = TypeVar("T")


def stream(seed: int, index: int, purpose: int) -> Generator:
    """Return the random numbers of one film for one purpose, whatever else is drawn."""
    return np.random.default_rng((seed, index, purpose))


def pick(rng: Generator, items: Sequence[T]) -> T:
    """Return one of the items, each as likely as the others."""
    return items[int(rng.integers(len(items)))]


def pick_early(rng: Generator, items: Sequence[T]) -> T:
    """Return one of the items, the first ones oftener, as common words are in real text."""
    return items[int(len(items) * float(rng.random()) ** 2)]


def between(rng: Generator, low: float, high: float) -> float:
    """Return a number from low to high, uniformly."""
    return low + (high - low) * float(rng.random())
