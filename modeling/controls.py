"""What is left of a model's figures when its inputs are shuffled."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.explanations import Control, Shuffled
from modeling.arrays import ProbabilityArray
from modeling.figures import Figure
from modeling.scores import TestFilms, average_precisions

SHUFFLES: Final = 3
"""Of posters or overviews among films, which need no further question to a model."""


def control(
    model: str,
    shuffled: Shuffled,
    films: TestFilms,
    intact: ProbabilityArray,
    predictions: Sequence[ProbabilityArray],
) -> Control:
    """Return a model's mAP over shuffles of its inputs, with what it loses by them.

    intact: (test films, genres) on the true inputs; predictions: the same for each shuffle. A
    figure is the mean over the shuffles, in every resample of the films; where there are several,
    the intervals also cover how they differ.
    """
    on_true = average_precisions(films, intact).mean(films.counted)
    each = [average_precisions(films, of).mean(films.counted) for of in predictions]
    left = Figure(
        float(np.mean([of.value for of in each])),
        np.mean([of.resampled for of in each], axis=0),
        trainings=(np.array([of.value for of in each]),),
    )
    return Control(
        model=model,
        shuffled=shuffled,
        shuffles=len(each),
        map=films.estimate_of(left),
        loss=films.estimate_of(on_true.less(left)),
    )


def among_films(predictions: ProbabilityArray, seed: int) -> list[ProbabilityArray]:
    """Return the predictions (films, genres) for inputs permuted among the films, by shuffle.

    A film's prediction depends on its input alone, so permuted inputs are permuted predictions.
    """
    generators = [np.random.default_rng((seed, shuffle)) for shuffle in range(SHUFFLES)]
    return [generator.permutation(predictions) for generator in generators]


def within_overviews(overviews: Sequence[NDArray[np.int32]], seed: int) -> list[NDArray[np.int32]]:
    """Return the overviews, each with its token ids in random order.

    Every overview has then to be asked about anew, so it is done once.
    """
    generator = np.random.default_rng(seed)
    return [generator.permutation(ids) for ids in overviews]
