"""Figures of models on the test films with all that tells how sure they are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from modeling import metrics
from modeling.arrays import BoolArray, FloatArray
from modeling.seeds import SeedGroups

ANYWHERE: Final = (-math.inf, math.inf)
SHARE: Final = (0.0, 1.0)
DIFFERENCE: Final = (-1.0, 1.0)
"""Where figures of any kind, shares, and differences of two can lie."""


@dataclass(frozen=True)
class Figure:
    """One figure, the mean over a model's trainings.

    resampled: (resamples,), over films; trainings: each training's, none where there is but one;
    bounds: where the figure can lie.
    """

    value: float
    resampled: FloatArray
    trainings: SeedGroups = ()
    bounds: tuple[float, float] = SHARE

    def less(self, other: "Figure") -> "Figure":
        """Return the difference to another model's, whose trainings are independent of these."""
        return Figure(
            self.value - other.value,
            self.resampled - other.resampled,
            self.trainings + other.trainings,
            DIFFERENCE,
        )

    def less_by_training(self, other: "Figure") -> "Figure":
        """Return the difference to a figure of which each training depends on one of these."""
        return Figure(
            self.value - other.value,
            self.resampled - other.resampled,
            _paired(self.trainings, other.trainings),
            DIFFERENCE,
        )


@dataclass(frozen=True)
class GenreFigures:
    """One figure by genre, the mean over a model's trainings.

    values: (genres,); resampled: (resamples, genres), over films; trainings: each training's,
    (trainings, genres), none where there is but one.
    """

    values: FloatArray
    resampled: FloatArray
    trainings: SeedGroups = ()
    bounds: tuple[float, float] = SHARE

    def less(self, other: "GenreFigures") -> "GenreFigures":
        """Return the differences to another model's, paired over films, trainings independent."""
        return GenreFigures(
            self.values - other.values,
            self.resampled - other.resampled,
            self.trainings + other.trainings,
            DIFFERENCE,
        )

    def less_by_training(self, other: "GenreFigures") -> "GenreFigures":
        """Return the differences to figures of which each training depends on one of these."""
        return GenreFigures(
            self.values - other.values,
            self.resampled - other.resampled,
            _paired(self.trainings, other.trainings),
            DIFFERENCE,
        )

    def mean(self, counted: BoolArray) -> Figure:
        """Return the mean over counted genres, in every resample and training."""
        mean = metrics.mean_average_precision
        return Figure(
            float(mean(self.values, counted)),
            mean(self.resampled, counted),
            tuple(mean(group, counted) for group in self.trainings),
            self.bounds,
        )

    def of(self, genre: int) -> Figure:
        """Return the figure of one genre, by its place."""
        trainings = tuple(group[:, genre] for group in self.trainings)
        return Figure(float(self.values[genre]), self.resampled[:, genre], trainings, self.bounds)

    def among(self, genres: BoolArray) -> "GenreFigures":
        """Return the figures of some genres: (genres,) is true for those that are kept."""
        trainings = tuple(group[:, genres] for group in self.trainings)
        return GenreFigures(self.values[genres], self.resampled[:, genres], trainings, self.bounds)


@dataclass(frozen=True)
class Decided:
    """A model's answers at one choice of thresholds.

    thresholds: (genres,), of the first training; said: (genres,), films said to have a genre;
    averages: by name, such as 'micro_f1'; by_genre: precision, recall and F1.
    """

    thresholds: FloatArray
    said: FloatArray
    averages: dict[str, Figure]
    by_genre: dict[str, GenreFigures]


@dataclass(frozen=True)
class Measured:
    """A model's figures on the test films with their resamples, to compare models by."""

    precisions: GenreFigures
    micro_ap: Figure
    at_half: Decided
    fitted: Decided
    fitted_by_genre: Decided


def over_trainings(each: Sequence[Measured]) -> Measured:
    """Return the mean of each training's figures; of one training, its own."""
    if len(each) == 1:
        return each[0]
    return Measured(
        precisions=mean_genre_figures([one.precisions for one in each]),
        micro_ap=mean_figure([one.micro_ap for one in each]),
        at_half=_decided([one.at_half for one in each]),
        fitted=_decided([one.fitted for one in each]),
        fitted_by_genre=_decided([one.fitted_by_genre for one in each]),
    )


def mean_genre_figures(each: Sequence[GenreFigures]) -> GenreFigures:
    """Return the mean over trainings, each of which has figures of its own; of one, its own."""
    if len(each) == 1:
        return each[0]
    values = np.stack([one.values for one in each])
    resampled = np.mean([one.resampled for one in each], axis=0)
    return GenreFigures(values.mean(axis=0), resampled, (values,), each[0].bounds)


def mean_figure(each: Sequence[Figure]) -> Figure:
    """Return the mean over trainings, each of which has a figure of its own; of one, its own."""
    if len(each) == 1:
        return each[0]
    values = np.array([one.value for one in each])
    resampled = np.mean([one.resampled for one in each], axis=0)
    return Figure(float(values.mean()), resampled, (values,), each[0].bounds)


def better_by_genre(first: GenreFigures, second: GenreFigures) -> GenreFigures:
    """Return of each genre the figures of the model with the higher one."""
    better = first.values >= second.values
    return GenreFigures(
        np.where(better, first.values, second.values),
        np.where(better, first.resampled, second.resampled),
        tuple(
            np.where(better, *pair) for pair in zip(first.trainings, second.trainings, strict=True)
        ),
        first.bounds,
    )


def _decided(each: Sequence[Decided]) -> Decided:
    first = each[0]
    return Decided(
        thresholds=first.thresholds,
        said=np.mean([one.said for one in each], axis=0),
        averages={n: mean_figure([one.averages[n] for one in each]) for n in first.averages},
        by_genre={n: mean_genre_figures([one.by_genre[n] for one in each]) for n in first.by_genre},
    )


def _paired(own: SeedGroups, others: SeedGroups) -> SeedGroups:
    """Return the differences training by training, where both figures have trainings."""
    if len(own) == len(others) == 1:
        return (own[0] - others[0],)
    return own + others
