"""How far the figures of two runs differ, and whether by the choice of test films alone.

Where enough films are test films of both runs, both are measured on these, and the difference is
paired: the same resamples of the same films. Else each is measured on its own test films, and the
resamples are drawn apart, which makes the intervals wider, and wider than they need be where some
films are in both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from data_contracts.estimate import Estimate
from modeling import metrics
from modeling.arrays import BoolArray, LabelArray, ProbabilityArray
from modeling.bootstrap import Resamples, resample_decisions
from modeling.figures import Figure, GenreFigures
from modeling.scores import TestFilms, average_precisions
from modeling.verdicts import simultaneous_intervals

_NOTHING: Final = Estimate(value=0, low=0, high=0)


@dataclass(frozen=True)
class Side:
    """One run's models on the films that it is measured on.

    labels: (films, genres); said: (films, genres) by model; thresholds: the shared one, by model.
    """

    labels: LabelArray
    said: Mapping[str, ProbabilityArray]
    thresholds: Mapping[str, float]


@dataclass(frozen=True)
class Sides:
    """Two runs over the same genres; paired: their films are the same, in the same order."""

    genres: tuple[str, ...]
    before: Side
    after: Side
    paired: bool

    def counted(self, min_support: int) -> BoolArray:
        """Return (genres,): those with enough films on both sides."""
        support = [side.labels.astype(bool).sum(axis=0) for side in (self.before, self.after)]
        counted: BoolArray = np.minimum(*support) >= min_support
        return counted


@dataclass(frozen=True)
class ModelDifference:
    """The later run's figures less the earlier one's."""

    map: Estimate
    micro_f1: Estimate


class RunDifferences:
    """The differences between two runs, over the genres with enough films on both sides."""

    def __init__(
        self, sides: Sides, min_support: int, resamples: Resamples, confidence: float
    ) -> None:
        """Take resamples' number and seed for both sides; its number of films is not looked at."""
        self.counted = sides.counted(min_support)
        self._sides = sides
        self._before = self._films(sides.before, resamples.seed, resamples.number, confidence)
        later = resamples.seed if sides.paired else resamples.seed + 1
        self._after = self._films(sides.after, later, resamples.number, confidence)
        self._precisions: dict[str, GenreFigures] = {}

    @property
    def genres(self) -> tuple[str, ...]:
        """Return the genres that are measured."""
        return tuple(np.asarray(self._sides.genres)[self.counted].tolist())

    def unmoved(self, name: str) -> bool:
        """Tell whether a model gives the very same answers about the very same films."""
        before, after = self._sides.before, self._sides.after
        same_rule = before.thresholds[name] == after.thresholds[name]
        return (
            self._sides.paired and same_rule and np.array_equal(before.said[name], after.said[name])
        )

    def of_model(self, name: str) -> ModelDifference:
        """Return how a model's mean average precision and micro-F1 moved."""
        if self.unmoved(name):
            return ModelDifference(map=_NOTHING, micro_f1=_NOTHING)
        after = _micro_f1(self._after, self._sides.after, name)
        before = _micro_f1(self._before, self._sides.before, name)
        return ModelDifference(
            map=self._after.estimate_of(self._moved(name).mean(self.counted)),
            micro_f1=self._after.estimate_of(after.less(before)),
        )

    def of_gap(self, poster: str, overview: str) -> dict[str, Estimate]:
        """Return by genre how the poster model's lead over the overview model's moved.

        In average precision; the intervals hold for all of the genres at once.
        """
        moved = self._moved(poster).less(self._moved(overview)).among(self.counted)
        support = np.minimum(self._before.support, self._after.support)[self.counted]
        found = simultaneous_intervals(moved, support, self._after.confidence)
        return dict(zip(self.genres, found, strict=True))

    def _moved(self, name: str) -> GenreFigures:
        if name not in self._precisions:
            after = average_precisions(self._after, self._sides.after.said[name])
            before = average_precisions(self._before, self._sides.before.said[name])
            self._precisions[name] = after.less(before)
        return self._precisions[name]

    def _films(self, side: Side, seed: int, resamples: int, confidence: float) -> TestFilms:
        return TestFilms(
            genres=self._sides.genres,
            labels=side.labels,
            counted=self.counted,
            resamples=Resamples(len(side.labels), resamples, seed),
            confidence=confidence,
        )


def _micro_f1(films: TestFilms, side: Side, name: str) -> Figure:
    answers = metrics.decide(side.said[name], side.thresholds[name])
    value = metrics.decision_figures(films.labels, answers, films.counted)["micro_f1"]
    averages, _ = resample_decisions(films.labels, answers, films.counted, films.resamples)
    return Figure(value, averages["micro_f1"])
