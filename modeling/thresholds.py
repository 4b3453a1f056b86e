"""Where a probability becomes a yes, fitted on validation films."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from modeling.arrays import FloatArray, LabelArray, ProbabilityArray

HALF: Final = 0.5
"""The threshold of the published study."""

PRIOR_FILMS: Final = 20
"""Validation films of a genre at which its own choice weighs as much as the shared one."""


def fit_shared_threshold(labels: LabelArray, probabilities: ProbabilityArray) -> float:
    """Return the one threshold, for every genre, with the highest micro-F1 on these films.

    labels, probabilities: (films, genres). A genre is said where its probability is at least the
    threshold. Candidates are the probabilities above 0 that occur; of equally good ones the
    highest is taken, which says the fewest genres. Without a candidate it is .5.
    """
    positive = probabilities > 0
    if not positive.any():
        return HALF
    truth = np.asarray(labels).astype(bool)
    order = np.argsort(-probabilities[positive], kind="stable")
    scores = probabilities[positive][order]
    found = np.cumsum(truth[positive][order])
    last_of_tie = np.flatnonzero(np.diff(scores, append=-np.inf))
    micro_f1 = 2 * found[last_of_tie] / (last_of_tie + 1 + truth.sum())
    return float(scores[last_of_tie[np.argmax(micro_f1)]])


def fit_genre_thresholds(
    labels: LabelArray, probabilities: ProbabilityArray, shared: float
) -> FloatArray:
    """Return (genres,): each genre's threshold with the highest F1, shrunk to the shared one.

    labels, probabilities: (films, genres) of validation. With n films of a genre, its own
    threshold weighs n / (n + PRIOR_FILMS); a genre without films takes the shared one.
    """
    truth = np.asarray(labels).astype(bool)
    thresholds = np.full(truth.shape[1], shared)
    weights = own_weight(truth.sum(axis=0))
    for genre in np.flatnonzero(truth.any(axis=0)):
        column = [genre]
        own = fit_shared_threshold(truth[:, column], probabilities[:, column])
        thresholds[genre] += weights[genre] * (own - shared)
    return thresholds


def own_weight(films: NDArray[np.integer[Any]]) -> FloatArray:
    """Return how much a genre's own choice weighs beside the shared one, by its films."""
    weight: FloatArray = films / (films + PRIOR_FILMS)
    return weight
