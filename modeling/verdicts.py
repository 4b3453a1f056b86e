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
Association 100 (2005), 94-108.

Where models were trained under several seeds, the variance between trainings adds to the films'
(modeling/seeds.py), the degrees of freedom are those of both together, and the largest deviation
is taken of resamples to which deviates of the seeds' variance are added.
benchmarks/verdict_simulation.py measures how often a verdict is false.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.config import EvaluationConfig
from data_contracts.estimate import Estimate
from data_contracts.metrics import GenreVerdict, Verdict
from modeling.arrays import FloatArray
from modeling.figures import GenreFigures
from modeling.seeds import add_variances, seeds_variance

_SEED: Final = 1
"""Of the deviates that stand for trainings: the same in every study."""

METHOD: Final = (
    "single-step max-T over the counted genres, on paired bootstrap differences, with Student's t "
    "for genres of few films"
)
METHOD_OF_SEEDS: Final = (
    f"{METHOD}; standard errors hold the variance between trainings, with degrees of freedom by "
    f"Welch and Satterthwaite"
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
    f1_room: tuple[FloatArray, FloatArray] | None = None,
) -> dict[str, GenreVerdict]:
    """Return the verdict on each genre.

    support: test films of each genre; precision, f1: average precision and F1 of the CNN less the
    LSTM's, paired. Genres with fewer test films than config.min_support get no interval. The two
    figures are two families: the intervals of each hold for all genres at once. f1_room: (genres,)
    each, how far the F1 of the CNN and of the LSTM could lie above 0 where it is 0, which resamples
    cannot tell; intervals are wider by it.
    """
    films = np.asarray(support)
    counted = films >= config.min_support
    precisions, f1s = (
        iter(simultaneous_intervals(of.among(counted), films[counted], config.confidence))
        for of in (precision, f1)
    )
    if f1_room is not None:
        f1s = iter(_with_room(f1s, *(room[counted] for room in f1_room)))
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
    differences: GenreFigures, support: NDArray[np.integer[Any]], confidence: float
) -> list[Estimate]:
    """Return intervals, within -1 and 1, that all hold together with the given confidence.

    differences: of figures between 0 and 1, their resamples NaN where one lacks a genre; support:
    (genres,), films of each genre. A genre on which every resample agrees has an interval of no
    width, unless its trainings differ.
    """
    if not differences.values.size:
        return []
    films_freedom = np.maximum(support / 2 - 1, 1)
    by_films = np.nanvar(differences.resampled, axis=0, ddof=1)
    by_seeds, seeds_freedom = seeds_variance(differences.trainings)
    deviations = differences.resampled - differences.values
    if not by_seeds.any():
        reaches = _reaches(deviations, by_films, films_freedom, confidence)
    else:
        by_seeds = _not_small_by_chance(by_seeds, by_films)
        # Few trainings do not tell how genres depend on each other; independent ones err furthest.
        deviates = np.random.default_rng(_SEED).normal(size=deviations.shape)
        reaches = _reaches(
            deviations + deviates * np.sqrt(by_seeds),
            *add_variances((by_films, by_seeds), (films_freedom, seeds_freedom)),
            confidence,
        )
    return [
        Estimate(
            value=float(value),
            low=max(-1.0, float(value - reach)),
            high=min(1.0, float(value + reach)),
        )
        for value, reach in zip(differences.values, reaches, strict=True)
    ]


def _with_room(
    differences: Iterable[Estimate], above: FloatArray, below: FloatArray
) -> list[Estimate]:
    """Combine each side with the room on it as the square root of the sum of squares.

    Source: Zou and Donner, as in modeling/intervals.py.
    """
    return [
        Estimate(
            value=one.value,
            low=max(-1.0, one.value - math.hypot(one.value - one.low, down)),
            high=min(1.0, one.value + math.hypot(one.high - one.value, up)),
        )
        for one, up, down in zip(differences, above.tolist(), below.tolist(), strict=True)
    ]


def _not_small_by_chance(by_seeds: FloatArray, by_films: FloatArray) -> FloatArray:
    """Return (genres,): variances of seeds, at least as large against films' as in the mean.

    A variance of a few trainings is often far too small, and of many genres the one where it is
    would get the false verdict.
    """
    ratios = np.divide(by_seeds, by_films, out=np.zeros_like(by_films), where=by_films > 0)
    larger: FloatArray = np.maximum(by_seeds, ratios.mean() * by_films)
    return larger


def _reaches(
    deviations: FloatArray, variances: FloatArray, freedom: FloatArray, confidence: float
) -> FloatArray:
    """Return (genres,): how far the intervals reach to each side.

    deviations: (resamples, genres); variances, freedom: (genres,). Student's t takes the place of
    the normal deviate that is as rare.
    """
    from scipy.special import ndtr, stdtrit

    errors, sizes = np.sqrt(variances), np.abs(deviations)
    studentised = np.divide(sizes, errors, out=np.zeros_like(sizes), where=errors > 0)
    critical = float(np.quantile(np.nan_to_num(studentised).max(axis=1), confidence))
    reaches: FloatArray = -stdtrit(freedom, ndtr(-critical)) * errors
    return reaches


def _verdict(films: int, precision: Estimate, f1: Estimate, margin: float) -> GenreVerdict:
    return GenreVerdict(
        support=films,
        verdict=verdict_of(precision, margin),
        difference=precision,
        f1_difference=f1,
        # Resamples that all agree, as where neither model ever says the genre, tell no error.
        f1_verdict="undecided" if f1.low == f1.high else verdict_of(f1, margin),
    )
