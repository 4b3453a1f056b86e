"""A model of every seed that it was trained under, measured on the test films."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from data_contracts.metrics import SeedScores
from modeling.arrays import BoolArray, LabelArray, ProbabilityArray
from modeling.figures import GenreFigures, Measured, mean_genre_figures, over_trainings
from modeling.scores import TestFilms, Thresholds, decided, measure_model
from modeling.thresholds import fit_genre_thresholds, fit_shared_threshold


@dataclass(frozen=True)
class Trained:
    """One training: thresholds fitted on validation, (test films, genres), and its figures."""

    thresholds: Thresholds
    probabilities: ProbabilityArray
    measured: Measured


@dataclass(frozen=True)
class TrainedModel:
    """All trainings of a model by seed, and the figures that are their means."""

    by_seed: Mapping[int, Trained]
    measured: Measured

    @property
    def first(self) -> Trained:
        """Return the training under the first seed."""
        return next(iter(self.by_seed.values()))

    def under(self, seeds: Iterable[int]) -> Measured:
        """Return the mean figures of the trainings under some of the seeds."""
        return over_trainings([self.by_seed[seed].measured for seed in seeds])

    def seed_scores(self, counted: BoolArray) -> dict[int, SeedScores]:
        """Return the main figures of each training; counted: (genres,)."""
        return {seed: _seed_scores(one.measured, counted) for seed, one in self.by_seed.items()}


def measure_seeds(
    test: TestFilms,
    validation_labels: LabelArray,
    parts: np.ndarray,
    by_seed: Mapping[int, ProbabilityArray],
) -> TrainedModel:
    """Measure each training of a model with thresholds of its own.

    validation_labels: (validation films, genres); parts: (films,), the part of each film; by_seed:
    (films, genres), the first seed first.
    """
    return of_trainings(
        {
            seed: measure_training(
                test,
                of[parts == "test"],
                fit_thresholds(validation_labels, of[parts == "validation"]),
            )
            for seed, of in by_seed.items()
        }
    )


def of_trainings(by_seed: Mapping[int, Trained]) -> TrainedModel:
    """Return a model of its trainings, the first seed first."""
    return TrainedModel(by_seed, over_trainings([one.measured for one in by_seed.values()]))


def fit_thresholds(labels: LabelArray, probabilities: ProbabilityArray) -> Thresholds:
    """Fit both kinds on validation films; labels, probabilities: (films, genres)."""
    shared = fit_shared_threshold(labels, probabilities)
    return Thresholds(shared, fit_genre_thresholds(labels, probabilities, shared))


def measure_training(
    test: TestFilms, probabilities: ProbabilityArray, thresholds: Thresholds
) -> Trained:
    """Measure one training; probabilities: (test films, genres)."""
    return Trained(thresholds, probabilities, measure_model(test, probabilities, thresholds))


def genre_f1s(
    test: TestFilms,
    validation_labels: LabelArray,
    parts: np.ndarray,
    by_seed: Mapping[int, ProbabilityArray],
) -> GenreFigures:
    """Return F1 at each genre's own threshold alone; as measure_seeds has it, from the same."""
    each = []
    for of in by_seed.values():
        thresholds = fit_thresholds(validation_labels, of[parts == "validation"]).by_genre
        each.append(decided(test, of[parts == "test"], thresholds).by_genre["f1"])
    return mean_genre_figures(each)


def _seed_scores(measured: Measured, counted: BoolArray) -> SeedScores:
    fitted = measured.fitted.averages
    return SeedScores(
        map=measured.precisions.mean(counted).value,
        micro_f1=fitted["micro_f1"].value,
        macro_f1=fitted["macro_f1"].value,
        samples_f1=fitted["samples_f1"].value,
    )
