"""The sanity check of explanations: a model that has learnt nothing must be explained otherwise.

Source: Adebayo et al., "Sanity Checks for Saliency Maps" (NeurIPS 2018), the model parameter
randomisation test, here with each weight array's own values in random order, which keeps their
scale.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from data_contracts.explanations import ShuffledWeightsCheck
from modeling.arrays import FloatArray
from modeling.bootstrap import Resamples
from modeling.intervals import estimate

if TYPE_CHECKING:
    import keras

Explain = Callable[[], Sequence[FloatArray]]
"""Explains the same films anew, under the weights that the model has now."""

T = TypeVar("T")

SHUFFLES: Final = 3
LIMIT: Final = 0.5
MIN_PLACES: Final = 3
"""Fewest words, or cells, that a rank correlation is taken over."""


def check_with_shuffled_weights(
    model: "keras.Model", explain: Explain, resamples: Resamples, confidence: float
) -> ShuffledWeightsCheck | None:
    """Return how alike the explanations are under the model's weights and under shuffled ones.

    resamples: over the films that explain is about; its seed also shuffles the weights. Films
    whose explanation names no place are left out; None where no film is left. The model has its
    own weights again when this returns.
    """
    learnt = explain()
    shuffled = under_shuffled_weights(model, explain, resamples.seed)
    similarities = [
        [similarity(one, other) for one, other in zip(learnt, others, strict=True)]
        for others in shuffled
    ]
    return _check(np.mean(similarities, axis=0), resamples, confidence)


def under_shuffled_weights(model: "keras.Model", ask: Callable[[], T], seed: int) -> list[T]:
    """Return what is found under each of SHUFFLES orders of the model's weights, by the seed.

    The model has its own weights again when this returns or raises.
    """
    own = model.get_weights()
    found = []
    try:
        for shuffle in range(SHUFFLES):
            generator = np.random.default_rng((seed, shuffle))
            model.set_weights([generator.permuted(array, axis=None) for array in own])
            found.append(ask())
    finally:
        model.set_weights(own)
    return found


def similarity(learnt: FloatArray, other: FloatArray) -> float:
    """Return Spearman's rank correlation between two explanations of the same film.

    Both of one shape. NaN where the first has fewer than MIN_PLACES places or they are all equal:
    there is nothing to resemble. 0 where only the second's are all equal.
    """
    from scipy.stats import rankdata

    if learnt.size < MIN_PLACES or np.ptp(learnt) == 0:
        return float("nan")
    if np.ptp(other) == 0:
        return 0.0
    return float(np.corrcoef(rankdata(learnt), rankdata(other))[0, 1])


def _check(
    similarities: FloatArray, resamples: Resamples, confidence: float
) -> ShuffledWeightsCheck | None:
    known = similarities[~np.isnan(similarities)]
    if not known.size:
        return None
    draws = Resamples(len(known), resamples.number, resamples.seed)
    means = np.concatenate([counts.T @ known / len(known) for counts in draws.chunks()])
    mean = estimate(float(known.mean()), means, confidence)
    return ShuffledWeightsCheck(
        films=len(known),
        shuffles=SHUFFLES,
        similarity=mean,
        limit=LIMIT,
        passed=mean.low > -LIMIT and mean.high < LIMIT,
    )
