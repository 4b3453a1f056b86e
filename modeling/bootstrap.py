"""The bootstrap over films, for many genres, models and resamples at once.

A resample of n films drawn with replacement is a column of counts: how often each film was drawn.
Every figure of a resample is the figure with these counts as sample weights, which turns the sums
of all resamples into matrix products.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from modeling.arrays import BoolArray, FloatArray, LabelArray, ProbabilityArray

_CHUNK_BYTES: Final = 16 << 20
"""Upper bound of the largest array made while resampling."""


@dataclass(frozen=True)
class Resamples:
    """The same draws for every model, made anew from the seed each time they are asked for."""

    films: int
    number: int
    seed: int

    def chunks(self, rows: int | None = None) -> Iterator[FloatArray]:
        """Yield (films, resamples of this chunk) arrays of counts; each column sums to films.

        rows: length of the longest array that the caller makes a resample, so that chunks are
        narrow enough for it. The draws do not depend on it.
        """
        generator = np.random.default_rng(self.seed)
        width = max(1, _CHUNK_BYTES // (8 * max(self.films, rows or 0)))
        for start in range(0, self.number, width):
            draws = [
                np.bincount(
                    generator.integers(self.films, size=self.films, dtype=np.int64),
                    minlength=self.films,
                )
                for _ in range(start, min(start + width, self.number))
            ]
            yield np.stack(draws, axis=1).astype(np.float64)


class RankedPairs:
    """Film-genre pairs ranked by score, ready for weighted average precision.

    Average precision is the sum over distinct scores of the step in recall times the precision
    there, tied pairs taken together, as scikit-learn's average_precision_score has it. Steps in
    recall happen only at scores that some positive pair has, so only these ranks are kept.
    """

    def __init__(self, labels: LabelArray, probabilities: ProbabilityArray) -> None:
        """Rank all pairs of labels and probabilities: (films, genres) or one genre's (films, 1)."""
        from scipy.sparse import csr_array

        films, genres = labels.shape
        order = np.argsort(-probabilities.ravel(), kind="stable")
        truth = np.asarray(labels).astype(bool).ravel()[order]
        scores = probabilities.ravel()[order]
        step = _steps(truth, scores)
        film = order // genres
        self.steps = int(step[truth].max(initial=-1)) + 1
        shape = (self.steps, films)
        ranked = step < self.steps
        # Rows are steps, columns films: times the counts, this is what each step adds.
        self._pairs = csr_array((np.ones(ranked.sum()), (step[ranked], film[ranked])), shape=shape)
        self._positives = csr_array((np.ones(truth.sum()), (step[truth], film[truth])), shape=shape)

    def average_precision(self, counts: FloatArray) -> FloatArray:
        """Return (resamples,) for counts of (films, resamples); NaN where no positive was drawn."""
        gained: FloatArray = self._positives @ counts
        found = np.cumsum(gained, axis=0)
        said = np.cumsum(self._pairs @ counts, axis=0)
        precision = np.divide(found, said, out=np.zeros_like(found), where=said > 0)
        total = gained.sum(axis=0)
        return _ratio((gained * precision).sum(axis=0), total, empty=np.nan)


def resample_average_precisions(
    labels: LabelArray, probabilities: ProbabilityArray, resamples: Resamples
) -> FloatArray:
    """Return (resamples, genres): average precisions, NaN where no drawn film has the genre."""
    ranked = [
        RankedPairs(labels[:, [genre]], probabilities[:, [genre]])
        for genre in range(labels.shape[1])
    ]
    rows = [
        np.stack([pairs.average_precision(counts) for pairs in ranked], axis=1)
        for counts in resamples.chunks()
    ]
    return np.concatenate(rows)


def resample_micro_average_precision(
    labels: LabelArray,
    probabilities: ProbabilityArray,
    counted: BoolArray,
    resamples: Resamples,
) -> FloatArray:
    """Return (resamples,): average precision over all pairs of a film and a counted genre."""
    pairs = RankedPairs(labels[:, counted], probabilities[:, counted])
    return np.concatenate(
        [pairs.average_precision(counts) for counts in resamples.chunks(pairs.steps)]
    )


def resample_decisions(
    labels: LabelArray, decisions: BoolArray, counted: BoolArray, resamples: Resamples
) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    """Return the figures of modeling.metrics for every resample.

    First those in every averaging, (resamples,) each, keyed 'micro_f1' and so on; then precision,
    recall and F1 by genre, (resamples, genres) each. A figure without a denominator is 0.
    """
    truth = np.asarray(labels).astype(np.float64)
    said = decisions.astype(np.float64)
    film_figures = _prf(
        (truth * said)[:, counted].sum(axis=1),
        said[:, counted].sum(axis=1),
        truth[:, counted].sum(axis=1),
    )
    averaged: list[dict[str, FloatArray]] = []
    by_genre: list[dict[str, FloatArray]] = []
    for counts in resamples.chunks():
        sums = [counts.T @ (truth * said), counts.T @ said, counts.T @ truth]
        by_genre.append(_prf(*sums))
        samples = {name: counts.T @ values / len(counts) for name, values in film_figures.items()}
        averaged.append(_averages([part[:, counted] for part in sums], samples))
    return _joined(averaged), _joined(by_genre)


def _steps(truth: BoolArray, scores: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return (pairs,): for each ranked pair, the step in recall at which it is first included."""
    starts = np.flatnonzero(np.diff(scores, prepend=np.inf))
    positive = np.logical_or.reduceat(truth, starts)
    step_of_tie = np.concatenate([[0], np.cumsum(positive)[:-1]])
    return np.repeat(step_of_tie, np.diff(starts, append=len(scores)))


def _ratio(numerator: FloatArray, denominator: FloatArray, empty: float = 0.0) -> FloatArray:
    out = np.full_like(numerator, empty)
    return np.divide(numerator, denominator, out=out, where=denominator > 0)


def _prf(found: FloatArray, said: FloatArray, true: FloatArray) -> dict[str, FloatArray]:
    return {
        "precision": _ratio(found, said),
        "recall": _ratio(found, true),
        "f1": _ratio(2 * found, said + true),
    }


def _averages(sums: list[FloatArray], samples: dict[str, FloatArray]) -> dict[str, FloatArray]:
    """Average in every way; sums: what was found, said and true, (resamples, genres) each."""
    micro = _prf(*(part.sum(axis=1) for part in sums))
    genre = _prf(*sums)
    true = sums[2]
    macro = {name: values.mean(axis=1) for name, values in genre.items()}
    weighted = {
        name: _ratio((values * true).sum(axis=1), true.sum(axis=1))
        for name, values in genre.items()
    }
    every = {"micro": micro, "macro": macro, "samples": samples, "weighted": weighted}
    return {
        f"{average}_{name}": values
        for average, figures in every.items()
        for name, values in figures.items()
    }


def _joined(chunks: list[dict[str, FloatArray]]) -> dict[str, FloatArray]:
    return {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}
