"""Everything measured of one model on the test films, each figure with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from data_contracts.estimate import Estimate
from data_contracts.metrics import Decisions, GenreDecisions, GenreScores, TestScores
from modeling import bootstrap, intervals, metrics
from modeling.arrays import BoolArray, FloatArray, LabelArray, ProbabilityArray
from modeling.calibration import calibration
from modeling.figures import ANYWHERE, SHARE, Decided, Figure, GenreFigures, Measured
from modeling.no_hits import figures_of_none
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

    def at_once(self, intervals: int) -> "TestFilms":
        """Return the same films with wider intervals: so many of them hold together (Bonferroni).

        For figures of which the striking ones are picked out; intervals: 1 or more.
        """
        return replace(self, confidence=1 - (1 - self.confidence) / intervals)

    def estimate(
        self, value: float, resampled: FloatArray, bounds: tuple[float, float] = ANYWHERE
    ) -> Estimate:
        """Return value with the interval of its resamples, (resamples,), within its bounds."""
        return intervals.estimate(value, resampled, self.confidence, bounds=bounds)

    def estimate_of(self, figure: Figure) -> Estimate:
        """Return a figure with an interval over films, and over its trainings where several."""
        return intervals.estimate(
            figure.value, figure.resampled, self.confidence, figure.trainings, figure.bounds
        )


@dataclass(frozen=True)
class Thresholds:
    """Where a model's probabilities become a yes: one for all genres, and (genres,).

    Where films are answered by models of their own, as over folds, (films, 1) and (films, genres).
    """

    shared: float | FloatArray
    by_genre: FloatArray

    @property
    def mean_shared(self) -> float:
        """The one for all genres; the mean over films where each has its own."""
        return float(np.mean(self.shared))

    @property
    def mean_by_genre(self) -> FloatArray:
        """(genres,); means over films where each has its own."""
        return _over_films(self.by_genre)


def measure_model(
    films: TestFilms, probabilities: ProbabilityArray, thresholds: Thresholds
) -> Measured:
    """Measure probabilities (films, genres) in every way that models are compared in."""
    genres = np.ones(len(films.genres))
    return Measured(
        precisions=average_precisions(films, probabilities),
        micro_ap=_micro_average_precision(films, probabilities),
        at_half=decided(films, probabilities, HALF * genres),
        fitted=decided(films, probabilities, thresholds.shared * genres),
        fitted_by_genre=decided(films, probabilities, thresholds.by_genre),
    )


def average_precisions(films: TestFilms, probabilities: ProbabilityArray) -> GenreFigures:
    """Return the average precision of probabilities (films, genres) genre by genre."""
    return GenreFigures(
        metrics.genre_average_precisions(films.labels, probabilities),
        bootstrap.resample_average_precisions(films.labels, probabilities, films.resamples),
    )


def score(films: TestFilms, probabilities: ProbabilityArray, measured: Measured) -> TestScores:
    """Return all figures of one model with their intervals.

    probabilities: (films, genres) of the first training, whose calibration is looked at; measured:
    what measure_model made of it, or over_trainings of several.
    """
    return TestScores(
        map=films.estimate_of(measured.precisions.mean(films.counted)),
        micro_ap=films.estimate_of(measured.micro_ap),
        at_half=_decisions(films, measured.at_half),
        fitted=_decisions(films, measured.fitted),
        fitted_by_genre=_decisions(films, measured.fitted_by_genre),
        calibration=calibration(
            films.labels[:, films.counted],
            probabilities[:, films.counted],
            films.resamples,
            partial(films.estimate, bounds=SHARE),
        ),
        per_genre={
            genre: _genre_scores(films, column, measured)
            for column, genre in enumerate(films.genres)
        },
    )


def decided(films: TestFilms, probabilities: ProbabilityArray, thresholds: FloatArray) -> Decided:
    """Return the figures of a model's answers.

    probabilities: (films, genres); thresholds: (genres,).
    """
    answers = metrics.decide(probabilities, thresholds)
    values = metrics.genre_decision_figures(films.labels, answers)
    averages = metrics.decision_figures(films.labels, answers, films.counted)
    averaged, by_genre = bootstrap.resample_decisions(
        films.labels, answers, films.counted, films.resamples
    )
    return Decided(
        thresholds=_over_films(thresholds),
        said=answers.sum(axis=0).astype(np.float64),
        averages={name: Figure(value, averaged[name]) for name, value in averages.items()},
        by_genre={name: GenreFigures(values[name], by_genre[name]) for name in metrics.FIGURES},
    )


def _over_films(thresholds: FloatArray) -> FloatArray:
    mean: FloatArray = thresholds if thresholds.ndim == 1 else thresholds.mean(axis=0)
    return mean


def _micro_average_precision(films: TestFilms, probabilities: ProbabilityArray) -> Figure:
    return Figure(
        metrics.micro_average_precision(films.labels, probabilities, films.counted),
        bootstrap.resample_micro_average_precision(
            films.labels, probabilities, films.counted, films.resamples
        ),
    )


def _decisions(films: TestFilms, decided: Decided) -> Decisions:
    return Decisions(
        **{name: films.estimate_of(figure) for name, figure in decided.averages.items()}
    )


def _genre_decisions(films: TestFilms, column: int, decided: Decided) -> GenreDecisions:
    said = round(float(decided.said[column]))
    estimates = {
        name: films.estimate_of(figures.of(column)) for name, figures in decided.by_genre.items()
    }
    if not estimates["f1"].value:
        estimates = figures_of_none(films.support[column], said, films.confidence)
    return GenreDecisions(threshold=float(decided.thresholds[column]), predicted=said, **estimates)


def _genre_scores(films: TestFilms, column: int, measured: Measured) -> GenreScores:
    support = films.support[column]
    if not support:
        return GenreScores(
            support=0, counted=False, average_precision=None, at_half=None, fitted=None
        )
    return GenreScores(
        support=support,
        counted=bool(films.counted[column]),
        average_precision=films.estimate_of(measured.precisions.of(column)),
        at_half=_genre_decisions(films, column, measured.at_half),
        fitted=_genre_decisions(films, column, measured.fitted),
        fitted_by_genre=_genre_decisions(films, column, measured.fitted_by_genre),
    )
