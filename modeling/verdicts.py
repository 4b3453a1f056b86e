"""Which of two models says more about a genre, from the same test films.

The intervals of all counted genres hold simultaneously by the single-step max-T method: the
differences are studentised by their bootstrap standard errors, and one critical value, the
quantile of the largest deviation over genres, serves them all. The bootstrap keeps the dependence
between genres. Sources: Westfall and Young, "Resampling-Based Multiple Testing" (1993), chapter 2;
Romano and Wolf, "Exact and Approximate Stepdown Methods for Multiple Hypothesis Testing", Journal
of the American Statistical Association 100 (2005), 94-108.
"""

from collections.abc import Sequence

import numpy as np

from data_contracts.config import EvaluationConfig
from data_contracts.results import Estimate, GenreVerdict, Verdict
from modeling.arrays import BoolArray, FloatArray
from modeling.intervals import estimate
from modeling.metrics import mean_average_precision


def verdict_of(difference: Estimate, margin: float) -> Verdict:
    """Return what an interval of the poster's figure less the overview's says.

    Equivalent where all of it lies within the margin, whichever side of 0: differences that small
    do not matter. Else poster or overview where all of it lies on one side of 0, else undecided.
    """
    if -margin < difference.low and difference.high < margin:
        return "equivalent"
    if difference.low > 0:
        return "poster"
    return "overview" if difference.high < 0 else "undecided"


def genre_verdicts(
    genres: Sequence[str],
    support: Sequence[int],
    differences: FloatArray,
    resampled: FloatArray,
    config: EvaluationConfig,
) -> dict[str, GenreVerdict]:
    """Return the verdict on each genre.

    support: test films of each genre; differences: (genres,) average precision of the CNN less
    the LSTM's; resampled: (resamples, genres) the same, paired. Genres with fewer test films than
    config.min_support get no interval.
    """
    counted = np.asarray(support) >= config.min_support
    intervals = iter(
        simultaneous_intervals(differences[counted], resampled[:, counted], config.confidence)
    )
    verdicts: dict[str, GenreVerdict] = {}
    for genre, films, enough in zip(genres, support, counted, strict=True):
        interval = next(intervals) if enough else None
        verdict: Verdict = "not enough films"
        if interval is not None:
            verdict = verdict_of(interval, config.equivalence_margin)
        verdicts[genre] = GenreVerdict(support=int(films), verdict=verdict, difference=interval)
    return verdicts


def simultaneous_intervals(
    differences: FloatArray, resampled: FloatArray, confidence: float
) -> list[Estimate]:
    """Return intervals that all hold together with the given confidence.

    differences: (genres,); resampled: (resamples, genres), NaN where a resample lacks a genre.
    A genre on which every resample agrees has an interval of no width.
    """
    if not differences.size:
        return []
    errors = np.nanstd(resampled, axis=0, ddof=1)
    deviations = np.abs(resampled - differences)
    studentised = np.divide(deviations, errors, out=np.zeros_like(deviations), where=errors > 0)
    critical = np.quantile(np.nan_to_num(studentised).max(axis=1), confidence)
    return [
        Estimate(
            value=float(value),
            low=float(value - critical * error),
            high=float(value + critical * error),
        )
        for value, error in zip(differences, errors, strict=True)
    ]


def overall_difference(
    differences: FloatArray, resampled: FloatArray, counted: BoolArray, confidence: float
) -> Estimate:
    """Return the difference in mAP over the counted genres with its bootstrap interval.

    differences: (genres,) and resampled: (resamples, genres), both CNN less LSTM, paired.
    """
    return estimate(
        float(mean_average_precision(differences, counted)),
        mean_average_precision(resampled, counted),
        confidence,
    )
