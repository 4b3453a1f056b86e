"""Whether a new model takes the champion's place: a paired comparison on films new to both."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data_contracts.estimate import Estimate
from data_contracts.metrics import StudyMetrics
from data_contracts.promotion_rules import PromotionConfig, Reason
from data_contracts.references import Branch
from modeling.arrays import BoolArray, LabelArray, ProbabilityArray
from modeling.bootstrap import Resamples
from modeling.scores import TestFilms, average_precisions


@dataclass(frozen=True)
class Duel:
    """Two models on the same films: labels and both models' probabilities, (films, genres) each."""

    genres: tuple[str, ...]
    labels: LabelArray
    candidate: ProbabilityArray
    champion: ProbabilityArray


@dataclass(frozen=True)
class DuelFigures:
    """Mean average precisions over the named genres; difference: candidate less champion."""

    genres: tuple[str, ...]
    candidate: Estimate
    champion: Estimate
    difference: Estimate


def frequent_genres(labels: LabelArray, min_support: int) -> BoolArray:
    """Return (genres,): which genres have enough of these films, maybe none."""
    frequent: BoolArray = np.asarray(labels).astype(bool).sum(axis=0) >= min_support
    return frequent


def duel(
    of: Duel, min_support: int, resamples: int, seed: int, confidence: float
) -> DuelFigures | None:
    """Return both models' mean average precision and its paired difference on these films.

    Means run over the genres with at least min_support of the films; None where there is none.
    """
    counted = frequent_genres(of.labels, min_support)
    if not counted.any():
        return None
    films = TestFilms(
        genres=of.genres,
        labels=of.labels,
        counted=counted,
        resamples=Resamples(len(of.labels), resamples, seed),
        confidence=confidence,
    )
    candidate, champion = (average_precisions(films, p) for p in (of.candidate, of.champion))
    return DuelFigures(
        genres=tuple(np.asarray(of.genres)[counted].tolist()),
        candidate=films.estimate_of(candidate.mean(counted)),
        champion=films.estimate_of(champion.mean(counted)),
        difference=films.estimate_of(candidate.less(champion).mean(counted)),
    )


def floor_differences(
    metrics: StudyMetrics, branch: Branch, floor: tuple[str, ...]
) -> dict[str, Estimate]:
    """Return the branch's mean average precision less that of each baseline of the floor.

    Paired over the study's test films. A baseline that reads the other modality, or that the study
    did not fit, is left out.
    """
    return {
        pair.baseline: pair.map
        for pair in metrics.baseline_comparisons
        if pair.model == branch and pair.baseline in floor
    }


def above_floor(differences: Mapping[str, Estimate]) -> bool:
    """Tell whether every interval lies above 0; where there is none, nothing is below the floor."""
    return all(difference.low > 0 for difference in differences.values())


def reason_of(
    figures: DuelFigures | None,
    films: int,
    differences: Mapping[str, Estimate],
    config: PromotionConfig,
) -> Reason:
    """Return what becomes of a model that met a champion.

    films: those that the champion has not seen; differences: what floor_differences gave.
    """
    if not above_floor(differences):
        return "below the floor"
    if figures is None or films < config.min_films:
        return "too few films"
    return "better" if figures.difference.low > 0 else "not shown to be better"
