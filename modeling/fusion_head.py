"""A joint head over both models, kept only where it is shown to help.

The weighted mean of modeling.fusion reads a genre from the two models' log-odds of that genre. The
head reads it from their log-odds of all genres: a film that looks like Crime is the more likely a
Thriller. It is a logistic regression with an L2 penalty, under which other genres' log-odds are
drawn to nothing a hundred times as strongly as the genre's own two. docs/decisions/0007 says how
the penalty was chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from data_contracts.config import StudyConfig
from data_contracts.fusion_head import FusionHead
from data_contracts.fusion_metrics import HeadTrial
from modeling.arrays import BoolArray, IndexArray, LabelArray, ProbabilityArray
from modeling.bootstrap import Resamples
from modeling.figures import DIFFERENCE, Figure, mean_figure
from modeling.fusion import FusedModels, fuse_models, head_inputs, with_head
from modeling.intervals import estimate
from modeling.scores import TestFilms, average_precisions

Pair = tuple[ProbabilityArray, ProbabilityArray]
"""What the poster model and the overview model say: (films, genres) each."""

STRENGTH: Final = 0.003
"""scikit-learn's C: the inverse of the penalty."""

OWN_FACTOR: Final = 10.0
"""How much larger a genre's own two inputs stand, so that the penalty hardly meets them."""

FEWEST_FILMS: Final = 5
"""Films with a genre, and without it, below which the genre is left to the weighted mean."""

FEWEST_VALIDATION: Final = 200
"""Validation films below which no head is tried: a fifth of fewer tells nothing of rare genres."""

FOLDS: Final = 5


def fit_head(
    labels: LabelArray, poster: ProbabilityArray, overview: ProbabilityArray
) -> FusionHead:
    """Fit a head to these films; labels, poster, overview: (films, genres)."""
    from sklearn.linear_model import LogisticRegression

    truth, odds = np.asarray(labels).astype(bool), head_inputs(poster, overview)
    centres, spread = odds.mean(axis=0), odds.std(axis=0)
    factors = np.divide(1, spread, out=np.zeros_like(spread), where=spread > 0)
    films, genres = truth.shape
    coefficients: list[tuple[float, ...] | None] = [None] * genres
    intercepts = np.zeros(genres)
    for genre in range(genres):
        if min(found := int(truth[:, genre].sum()), films - found) < FEWEST_FILMS:
            continue
        own = np.ones(2 * genres)
        own[[genre, genres + genre]] = OWN_FACTOR
        model = LogisticRegression(C=STRENGTH, solver="newton-cholesky")
        model.fit((odds - centres) * factors * own, truth[:, genre])
        coefficients[genre] = tuple((model.coef_[0] * own).tolist())
        intercepts[genre] = model.intercept_[0]
    return FusionHead(
        centres=tuple(centres.tolist()),
        factors=tuple(factors.tolist()),
        coefficients=tuple(coefficients),
        intercepts=tuple(intercepts.tolist()),
    )


def try_head(
    labels: LabelArray,
    validation: BoolArray,
    pairs: Mapping[int, Pair],
    fused: Mapping[int, FusedModels],
    config: StudyConfig,
) -> tuple[dict[int, FusedModels], HeadTrial]:
    """Return the fused models with a head where it is shown to help, and the numbers behind that.

    labels: (films, genres); validation: (films,); pairs, fused: by seed. Head and weighted mean are
    both fitted to four fifths of the validation films and asked about the last, five times; the
    head is kept where the interval of the mean average precision that it gains lies above 0. Then
    it is fitted to all validation films.
    """
    truth: LabelArray = labels[validation]
    counted = truth.astype(bool).sum(axis=0) >= FEWEST_FILMS
    if len(truth) < FEWEST_VALIDATION or not counted.any():
        return dict(fused), HeadTrial(films=len(truth), folds=FOLDS, gain=None)
    known = {seed: (pair[0][validation], pair[1][validation]) for seed, pair in pairs.items()}
    figure = mean_figure([_gain(truth, counted, known[seed], config) for seed in fused])
    confidence = config.evaluation.confidence
    gain = estimate(figure.value, figure.resampled, confidence, figure.trainings, figure.bounds)
    trial = HeadTrial(films=len(truth), folds=FOLDS, gain=gain)
    if not trial.kept:
        return dict(fused), trial
    made = {seed: headed(labels, validation, pairs[seed], of) for seed, of in fused.items()}
    return made, trial


def headed(
    labels: LabelArray, validation: BoolArray, pair: Pair, fused: FusedModels
) -> FusedModels:
    """Return a pair of models, fused by weights, with a head fitted to the validation films.

    labels: (films, genres); validation: (films,).
    """
    poster, overview = pair
    head = fit_head(labels[validation], poster[validation], overview[validation])
    said = with_head(head, poster, overview, fused.probabilities)
    return replace(fused, probabilities=said, head=head)


def _gain(labels: LabelArray, counted: BoolArray, pair: Pair, config: StudyConfig) -> Figure:
    """Return the mean over folds of the mAP of the head less the weighted mean's.

    Both are fitted on the other folds. Heads of different folds may put films at different heights,
    which a single head does not, so that films of one fold are ranked among themselves.
    """
    poster, overview = pair
    found = []
    for number, (fitted, asked) in enumerate(_folds(labels, config.seed)):
        known = np.zeros(len(labels), dtype=bool)
        known[fitted] = True
        mean = fuse_models(labels, known, *pair).probabilities[asked]
        made = fit_head(labels[known], poster[known], overview[known])
        head = with_head(made, poster[asked], overview[asked], mean)
        films = TestFilms(
            genres=config.genres,
            labels=labels[asked],
            counted=counted,
            resamples=Resamples(len(asked), config.evaluation.resamples, config.seed + number),
            confidence=config.evaluation.confidence,
        )
        gained = average_precisions(films, head).less(average_precisions(films, mean))
        found.append(gained.mean(counted))
    value = float(np.mean([one.value for one in found]))
    return Figure(value, np.mean([one.resampled for one in found], axis=0), (), DIFFERENCE)


def _folds(labels: LabelArray, seed: int) -> Sequence[tuple[IndexArray, IndexArray]]:
    from iterstrat.ml_stratifiers import MultilabelStratifiedKFold

    splitter: Any = MultilabelStratifiedKFold(n_splits=FOLDS, shuffle=True, random_state=seed)
    return list(splitter.split(np.zeros(len(labels)), labels))
