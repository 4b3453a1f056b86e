"""The figures of a model on films, computed by scikit-learn.

Means run over the counted genres only: those with enough test films, the same for every model.
"""

from typing import Final

import numpy as np

from modeling.arrays import BoolArray, FloatArray, LabelArray, ProbabilityArray

AVERAGES: Final = ("micro", "macro", "samples", "weighted")
FIGURES: Final = ("precision", "recall", "f1")


def decide(probabilities: ProbabilityArray, threshold: float | FloatArray) -> BoolArray:
    """Return (films, genres): yes where a probability reaches the threshold.

    threshold: one for all genres, (genres,), or (films, genres).
    """
    yes: BoolArray = probabilities >= np.asarray(threshold, dtype=np.float32)
    return yes


def decision_figures(
    labels: LabelArray, decisions: BoolArray, counted: BoolArray
) -> dict[str, float]:
    """Return precision, recall and F1 in every averaging, keyed 'micro_f1' and so on.

    labels, decisions: (films, genres); counted: (genres,), at least one of them true. A figure
    without a denominator is 0.
    """
    from sklearn.metrics import precision_recall_fscore_support

    figures: dict[str, float] = {}
    for average in AVERAGES:
        values = precision_recall_fscore_support(
            np.asarray(labels).astype(bool),
            decisions,
            labels=np.flatnonzero(counted),
            average=average,
            zero_division=0,
        )[:3]
        figures |= {
            f"{average}_{figure}": float(value)
            for figure, value in zip(FIGURES, values, strict=True)
        }
    return figures


def genre_decision_figures(labels: LabelArray, decisions: BoolArray) -> dict[str, FloatArray]:
    """Return precision, recall and F1 of each genre: three arrays of shape (genres,)."""
    from sklearn.metrics import precision_recall_fscore_support

    values = precision_recall_fscore_support(
        np.asarray(labels).astype(bool), decisions, average=None, zero_division=0
    )[:3]
    return dict(zip(FIGURES, values, strict=True))


def genre_average_precisions(labels: LabelArray, probabilities: ProbabilityArray) -> FloatArray:
    """Return (genres,): the average precision of each genre, NaN where no film has it."""
    from sklearn.metrics import average_precision_score

    truth = np.asarray(labels).astype(bool)
    figures = np.full(truth.shape[1], np.nan)
    for genre in np.flatnonzero(truth.any(axis=0)):
        figures[genre] = average_precision_score(truth[:, genre], probabilities[:, genre])
    return figures


def mean_average_precision(average_precisions: FloatArray, counted: BoolArray) -> FloatArray:
    """Return the mean over counted genres of (..., genres), of those that are not NaN.

    A resample may lack a rare genre altogether; its mean then runs over the others, and is NaN
    where there is no other.
    """
    figures = average_precisions[..., counted]
    known = np.asarray((~np.isnan(figures)).sum(axis=-1))
    total = np.nansum(figures, axis=-1)
    mean: FloatArray = np.divide(total, known, out=np.full(known.shape, np.nan), where=known > 0)
    return mean


def micro_average_precision(
    labels: LabelArray, probabilities: ProbabilityArray, counted: BoolArray
) -> float:
    """Return the average precision over all pairs of a film and a counted genre at once."""
    from sklearn.metrics import average_precision_score

    truth = np.asarray(labels).astype(bool)[:, counted]
    return float(average_precision_score(truth.ravel(), probabilities[:, counted].ravel()))


def r_precision(labels: LabelArray, probabilities: ProbabilityArray) -> FloatArray:
    """Return (films,): the share of a film's n genres among its n most probable ones.

    labels, probabilities: (films, genres); of equally probable genres the first goes first. A
    film without a genre gets 0.
    """
    truth = np.asarray(labels).astype(bool)
    ranked = np.argsort(-probabilities, axis=1, kind="stable")
    true_by_rank = np.take_along_axis(truth, ranked, axis=1)
    size = truth.sum(axis=1)
    within = np.arange(truth.shape[1]) < size[:, np.newaxis]
    share: FloatArray = (true_by_rank & within).sum(axis=1) / np.maximum(size, 1)
    return share
