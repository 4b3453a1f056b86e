"""Everything measured of one model on the test films, each figure with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_contracts.results import Decisions, Estimate, GenreDecisions, GenreScores, TestScores
from modeling import bootstrap, intervals, metrics
from modeling.arrays import BoolArray, FloatArray, LabelArray, ProbabilityArray
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
class AveragePrecisions:
    """Average precision by genre: (genres,), and resampled: (resamples, genres)."""

    values: FloatArray
    resampled: FloatArray

    def less(self, other: "AveragePrecisions") -> "AveragePrecisions":
        """Return the paired differences to another model's on the same resamples."""
        return AveragePrecisions(self.values - other.values, self.resampled - other.resampled)


def average_precisions(films: TestFilms, probabilities: ProbabilityArray) -> AveragePrecisions:
    """Measure probabilities (films, genres) genre by genre."""
    return AveragePrecisions(
        metrics.genre_average_precisions(films.labels, probabilities),
        bootstrap.resample_average_precisions(films.labels, probabilities, films.resamples),
    )


def score(
    films: TestFilms,
    probabilities: ProbabilityArray,
    precisions: AveragePrecisions,
    threshold: float,
) -> TestScores:
    """Return all figures of one model, at .5 and at its fitted threshold.

    probabilities: (films, genres), and precisions what average_precisions made of them.
    """
    at_half, genres_at_half = _decisions(films, probabilities, HALF)
    fitted, genres_fitted = _decisions(films, probabilities, threshold)
    mean = metrics.mean_average_precision
    return TestScores(
        map=films.estimate(
            float(mean(precisions.values, films.counted)),
            mean(precisions.resampled, films.counted),
        ),
        micro_ap=_micro_average_precision(films, probabilities),
        at_half=at_half,
        fitted=fitted,
        per_genre={
            genre: _genre_scores(films, column, precisions, genres_at_half, genres_fitted)
            for column, genre in enumerate(films.genres)
        },
    )


def _micro_average_precision(films: TestFilms, probabilities: ProbabilityArray) -> Estimate:
    return films.estimate(
        metrics.micro_average_precision(films.labels, probabilities, films.counted),
        bootstrap.resample_micro_average_precision(
            films.labels, probabilities, films.counted, films.resamples
        ),
    )


def _decisions(
    films: TestFilms, probabilities: ProbabilityArray, threshold: float
) -> tuple[Decisions, list[GenreDecisions]]:
    decisions = metrics.decide(probabilities, threshold)
    values = metrics.decision_figures(films.labels, decisions, films.counted)
    averaged, by_genre = bootstrap.resample_decisions(
        films.labels, decisions, films.counted, films.resamples
    )
    overall = Decisions(
        **{name: films.estimate(value, averaged[name]) for name, value in values.items()}
    )
    return overall, _genre_decisions(films, decisions, by_genre, threshold)


def _genre_decisions(
    films: TestFilms, decisions: BoolArray, resampled: dict[str, FloatArray], threshold: float
) -> list[GenreDecisions]:
    values = metrics.genre_decision_figures(films.labels, decisions)
    return [
        GenreDecisions(
            threshold=threshold,
            predicted=int(decisions[:, genre].sum()),
            **{
                name: films.estimate(float(values[name][genre]), resampled[name][:, genre])
                for name in metrics.FIGURES
            },
        )
        for genre in range(len(films.genres))
    ]


def _genre_scores(
    films: TestFilms,
    column: int,
    precisions: AveragePrecisions,
    at_half: list[GenreDecisions],
    fitted: list[GenreDecisions],
) -> GenreScores:
    support = films.support[column]
    if not support:
        return GenreScores(
            support=0, counted=False, average_precision=None, at_half=None, fitted=None
        )
    return GenreScores(
        support=support,
        counted=bool(films.counted[column]),
        average_precision=films.estimate(
            float(precisions.values[column]), precisions.resampled[:, column]
        ),
        at_half=at_half[column],
        fitted=fitted[column],
    )
