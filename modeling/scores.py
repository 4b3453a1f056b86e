"""Everything measured of one model on the test films, each figure with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data_contracts.metrics import Decisions, Estimate, GenreDecisions, GenreScores, TestScores
from modeling import bootstrap, intervals, metrics
from modeling.arrays import BoolArray, FloatArray, LabelArray, ProbabilityArray
from modeling.calibration import calibration
from modeling.thresholds import HALF


@dataclass(frozen=True)
class TestFilms:
    """What every model is measured on.

    labels: (films, genres); counted: (genres,), those that means run over; confidence: coverage
    of the intervals.
    """

    __test__ = False

    genres: Sequence[str]
    labels: LabelArray
    counted: BoolArray
    resamples: bootstrap.Resamples
    confidence: float

    @property
    def support(self) -> list[int]:
        """Films of each genre."""
        return [int(films) for films in self.labels.astype(bool).sum(axis=0)]

    def estimate(self, value: float, resampled: FloatArray) -> Estimate:
        """Return value with the interval of its resamples, (resamples,)."""
        return intervals.estimate(value, resampled, self.confidence)


@dataclass(frozen=True)
class Thresholds:
    """Where a model's probabilities become a yes: one for all genres, and (genres,)."""

    shared: float
    by_genre: FloatArray


@dataclass(frozen=True)
class GenreFigures:
    """One figure by genre: (genres,), and resampled: (resamples, genres)."""

    values: FloatArray
    resampled: FloatArray

    def less(self, other: "GenreFigures") -> "GenreFigures":
        """Return the paired differences to another model's on the same resamples."""
        return GenreFigures(self.values - other.values, self.resampled - other.resampled)

    def mean(self, counted: BoolArray) -> tuple[float, FloatArray]:
        """Return the mean over counted genres, and that of each resample: (resamples,)."""
        mean = metrics.mean_average_precision
        return float(mean(self.values, counted)), mean(self.resampled, counted)


@dataclass(frozen=True)
class Decided:
    """A model's answers at one choice of thresholds.

    thresholds: (genres,); answers: (films, genres); averages and resampled_averages: a figure and
    (resamples,) by name, such as 'micro_f1'; by_genre: precision, recall and F1.
    """

    thresholds: FloatArray
    answers: BoolArray
    averages: dict[str, float]
    resampled_averages: dict[str, FloatArray]
    by_genre: dict[str, GenreFigures]


@dataclass(frozen=True)
class Measured:
    """A model's figures on the test films with their resamples, to compare models by."""

    precisions: GenreFigures
    at_half: Decided
    fitted: Decided
    fitted_by_genre: Decided


def measure_model(
    films: TestFilms, probabilities: ProbabilityArray, thresholds: Thresholds
) -> Measured:
    """Measure probabilities (films, genres) in every way that models are compared in."""
    genres = len(films.genres)
    return Measured(
        precisions=average_precisions(films, probabilities),
        at_half=_decided(films, probabilities, np.full(genres, HALF)),
        fitted=_decided(films, probabilities, np.full(genres, thresholds.shared)),
        fitted_by_genre=_decided(films, probabilities, thresholds.by_genre),
    )


def average_precisions(films: TestFilms, probabilities: ProbabilityArray) -> GenreFigures:
    """Return the average precision of probabilities (films, genres) genre by genre."""
    return GenreFigures(
        metrics.genre_average_precisions(films.labels, probabilities),
        bootstrap.resample_average_precisions(films.labels, probabilities, films.resamples),
    )


def score(films: TestFilms, probabilities: ProbabilityArray, measured: Measured) -> TestScores:
    """Return all figures of one model with their intervals.

    probabilities: (films, genres), and measured what measure_model made of them.
    """
    return TestScores(
        map=films.estimate(*measured.precisions.mean(films.counted)),
        micro_ap=_micro_average_precision(films, probabilities),
        at_half=_decisions(films, measured.at_half),
        fitted=_decisions(films, measured.fitted),
        fitted_by_genre=_decisions(films, measured.fitted_by_genre),
        calibration=calibration(
            films.labels[:, films.counted],
            probabilities[:, films.counted],
            films.resamples,
            films.estimate,
        ),
        per_genre={
            genre: _genre_scores(films, column, measured)
            for column, genre in enumerate(films.genres)
        },
    )


def _decided(films: TestFilms, probabilities: ProbabilityArray, thresholds: FloatArray) -> Decided:
    answers = metrics.decide(probabilities, thresholds)
    values = metrics.genre_decision_figures(films.labels, answers)
    averaged, by_genre = bootstrap.resample_decisions(
        films.labels, answers, films.counted, films.resamples
    )
    return Decided(
        thresholds=thresholds,
        answers=answers,
        averages=metrics.decision_figures(films.labels, answers, films.counted),
        resampled_averages=averaged,
        by_genre={name: GenreFigures(values[name], by_genre[name]) for name in metrics.FIGURES},
    )


def _micro_average_precision(films: TestFilms, probabilities: ProbabilityArray) -> Estimate:
    return films.estimate(
        metrics.micro_average_precision(films.labels, probabilities, films.counted),
        bootstrap.resample_micro_average_precision(
            films.labels, probabilities, films.counted, films.resamples
        ),
    )


def _decisions(films: TestFilms, decided: Decided) -> Decisions:
    return Decisions(
        **{
            name: films.estimate(value, decided.resampled_averages[name])
            for name, value in decided.averages.items()
        }
    )


def _genre_decisions(films: TestFilms, column: int, decided: Decided) -> GenreDecisions:
    return GenreDecisions(
        threshold=float(decided.thresholds[column]),
        predicted=int(decided.answers[:, column].sum()),
        **{
            name: films.estimate(float(figures.values[column]), figures.resampled[:, column])
            for name, figures in decided.by_genre.items()
        },
    )


def _genre_scores(films: TestFilms, column: int, measured: Measured) -> GenreScores:
    support = films.support[column]
    if not support:
        return GenreScores(
            support=0, counted=False, average_precision=None, at_half=None, fitted=None
        )
    precisions = measured.precisions
    return GenreScores(
        support=support,
        counted=bool(films.counted[column]),
        average_precision=films.estimate(
            float(precisions.values[column]), precisions.resampled[:, column]
        ),
        at_half=_genre_decisions(films, column, measured.at_half),
        fitted=_genre_decisions(films, column, measured.fitted),
        fitted_by_genre=_genre_decisions(films, column, measured.fitted_by_genre),
    )
