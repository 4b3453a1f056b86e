"""Late fusion of the two models: what a poster and an overview say together.

The fused log-odds are a weighted mean of both models' log-odds (a logarithmic opinion pool:
Genest and Zidek, "Combining Probability Distributions", Statistical Science 1 (1986), 114-148).
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from data_contracts.fusion_head import FusionHead
from modeling.arrays import BoolArray, FloatArray, LabelArray, ProbabilityArray
from modeling.metrics import genre_average_precisions
from modeling.thresholds import own_weight

WEIGHTS: Final = np.linspace(0, 1, 21)
"""Shares of the poster model that are tried."""

_SURE: Final = 1e-6
"""A probability is kept this far from 0 and 1, so that its log-odds are finite."""


@dataclass(frozen=True)
class FusedModels:
    """Both models as one.

    weight: the poster model's share for all genres; weights: (genres,), each genre's own;
    probabilities and shared: (films, genres) with the weights and with the one weight; head: what
    makes the probabilities in place of the weights, where one is shown to help.
    """

    weight: float
    weights: FloatArray
    probabilities: ProbabilityArray
    shared: ProbabilityArray
    head: FusionHead | None = None

    def with_probabilities(self, probabilities: ProbabilityArray) -> "FusedModels":
        """Return the same with other probabilities: those that a run kept."""
        return replace(self, probabilities=probabilities)

    def of(self, films: BoolArray) -> "FusedModels":
        """Return the same of some films: (films,) is true for those."""
        return replace(self, probabilities=self.probabilities[films], shared=self.shared[films])


def fuse_models(
    labels: LabelArray,
    validation: BoolArray,
    poster: ProbabilityArray,
    overview: ProbabilityArray,
) -> FusedModels:
    """Fit the weights on validation films and fuse the probabilities of all films.

    labels, poster, overview: (films, genres); validation: (films,). The shared weight has the
    highest mean of the genres' average precisions; a genre's own the highest of its average
    precision, shrunk to the shared one as thresholds are. Of equally good weights the one nearest
    to 1/2, or to the shared one, is taken.
    """
    truth = np.asarray(labels)[validation].astype(bool)
    tried = np.stack(
        [
            genre_average_precisions(truth, fuse(poster[validation], overview[validation], weight))
            for weight in WEIGHTS
        ]
    )
    known = truth.any(axis=0)
    shared = _best(tried[:, known].mean(axis=1), near=0.5) if known.any() else 0.5
    weights = np.full(truth.shape[1], shared)
    share = own_weight(truth.sum(axis=0))
    for genre in np.flatnonzero(known):
        weights[genre] += share[genre] * (_best(tried[:, genre], near=shared) - shared)
    return FusedModels(
        weight=shared,
        weights=weights,
        probabilities=fuse(poster, overview, weights),
        shared=fuse(poster, overview, shared),
    )


def fuse(
    poster: ProbabilityArray, overview: ProbabilityArray, weight: float | FloatArray
) -> ProbabilityArray:
    """Return (films, genres) of both models' probabilities; weight: one, or (genres,)."""
    from scipy.special import expit

    mean = weight * log_odds(poster) + (1 - weight) * log_odds(overview)
    fused: ProbabilityArray = expit(mean).astype(np.float32)
    return fused


def with_head(
    head: FusionHead, poster: ProbabilityArray, overview: ProbabilityArray, mean: ProbabilityArray
) -> ProbabilityArray:
    """Return (films, genres) of both models as a joint head has it (modeling.fusion_head).

    mean: what fuse makes of them, for genres that the head does not answer. A film whose poster or
    overview is missing, NaN, is not for a head, nor for a mean: the other model has it.
    """
    from scipy.special import expit

    known = (head_inputs(poster, overview) - np.array(head.centres)) * np.array(head.factors)
    said = mean.copy()
    for genre, coefficients in enumerate(head.coefficients):
        if coefficients is not None:
            said[:, genre] = expit(known @ np.array(coefficients) + head.intercepts[genre])
    return said


def head_inputs(poster: ProbabilityArray, overview: ProbabilityArray) -> FloatArray:
    """Return (films, 2 x genres): what a joint head reads, the poster's log-odds first."""
    return np.concatenate([log_odds(poster), log_odds(overview)], axis=1)


def log_odds(probabilities: ProbabilityArray) -> FloatArray:
    """Return the log-odds of probabilities of any shape, finite even of 0 and 1."""
    from scipy.special import logit

    odds: FloatArray = logit(np.clip(probabilities.astype(np.float64), _SURE, 1 - _SURE))
    return odds


def _best(figures: FloatArray, near: float) -> float:
    """Return the weight with the highest of figures, (weights,)."""
    best = np.flatnonzero(figures >= figures.max() - 1e-12)
    return float(WEIGHTS[best[np.argmin(np.abs(WEIGHTS[best] - near))]])
