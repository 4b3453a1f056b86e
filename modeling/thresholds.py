"""Where a probability becomes a yes, fitted on validation films."""

from typing import Final

import numpy as np

from modeling.arrays import LabelArray, ProbabilityArray

HALF: Final = 0.5
"""The threshold of the published study."""


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
