"""Which of two models says more about a genre, from the same test films.

The intervals of all counted genres hold simultaneously by the single-step max-T method: the
differences are studentised by their bootstrap standard errors, and one critical value, the
quantile of the largest deviation over genres, serves them all. The bootstrap keeps the dependence
between genres. A standard error from few films is itself uncertain: a genre's figure rests on its
positive films, and average precision on those ranked high most of all. So the critical value is
carried over from the normal distribution to Student's t with one degree of freedom less than half
a genre's films: by simulation a half is enough, and all of them are not. Sources: Westfall and
Young, "Resampling-Based Multiple Testing" (1993), chapter 2; Romano and Wolf, "Exact and
Approximate Stepdown Methods for Multiple Hypothesis Testing", Journal of the American Statistical
Association 100 (2005), 94-108. benchmarks/verdict_simulation.py measures how often a verdict is
false.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.config import EvaluationConfig
from data_contracts.metrics import Estimate, GenreVerdict, Verdict
from modeling.arrays import FloatArray
from modeling.scores import GenreFigures

METHOD: Final = (
    "single-step max-T over the counted genres, on paired bootstrap differences, with Student's t "
    "for genres of few films"
)


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
    precision: GenreFigures,
    f1: GenreFigures,
    config: EvaluationConfig,
) -> dict[str, GenreVerdict]:
    """Return the verdict on each genre.

    support: test films of each genre; precision, f1: average precision and F1 of the CNN less the
    LSTM's, paired. Genres with fewer test films than config.min_support get no interval. The two
    figures are two families: the intervals of each hold for all genres at once.
    """
    films = np.asarray(support)
    counted = films >= config.min_support
    precisions, f1s = (
        iter(
            simultaneous_intervals(
                of.values[counted], of.resampled[:, counted], films[counted], config.confidence
            )
        )
        for of in (precision, f1)
    )
    return {
        genre: _verdict(int(films[number]), next(precisions), next(f1s), config.equivalence_margin)
        if counted[number]
        else GenreVerdict(
            support=int(films[number]),
            verdict="not enough films",
            difference=None,
            f1_verdict="not enough films",
        )
        for number, genre in enumerate(genres)
    }


def simultaneous_intervals(
    differences: FloatArray,
    resampled: FloatArray,
    support: NDArray[np.integer[Any]],
    confidence: float,
) -> list[Estimate]:
    """Return intervals, within -1 and 1, that all hold together with the given confidence.

    differences: (genres,), of figures between 0 and 1; resampled: (resamples, genres), NaN where a
    resample lacks a genre; support: (genres,), films of each genre. A genre on which every
    resample agrees has an interval of no width.
    """
    if not differences.size:
        return []
    errors = np.nanstd(resampled, axis=0, ddof=1)
    deviations = np.abs(resampled - differences)
    studentised = np.divide(deviations, errors, out=np.zeros_like(deviations), where=errors > 0)
    critical = np.quantile(np.nan_to_num(studentised).max(axis=1), confidence)
    reaches = _for_few_films(float(critical), support) * errors
    return [
        Estimate(
            value=float(value),
            low=max(-1.0, float(value - reach)),
            high=min(1.0, float(value + reach)),
        )
        for value, reach in zip(differences, reaches, strict=True)
    ]


def _for_few_films(critical: float, support: NDArray[np.integer[Any]]) -> FloatArray:
    """Return (genres,): the deviate of Student's t that is as rare as a normal one of critical."""
    from scipy.special import ndtr, stdtrit

    deviates: FloatArray = -stdtrit(np.maximum(support / 2 - 1, 1), ndtr(-critical))
    return deviates


def _verdict(films: int, precision: Estimate, f1: Estimate, margin: float) -> GenreVerdict:
    return GenreVerdict(
        support=films,
        verdict=verdict_of(precision, margin),
        difference=precision,
        f1_difference=f1,
        # Resamples that all agree, as where neither model ever says the genre, tell no error.
        f1_verdict="undecided" if f1.low == f1.high else verdict_of(f1, margin),
    )
