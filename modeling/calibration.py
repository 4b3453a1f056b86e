"""Whether probabilities mean what they say: the reliability curve and its error.

Source: Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks" (ICML 2017),
section 2, on pairs of a film and a genre.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from data_contracts.estimate import Estimate
from data_contracts.metrics import Calibration, ReliabilityBin
from modeling.arrays import FloatArray, LabelArray, ProbabilityArray
from modeling.bootstrap import Resamples

BINS: Final = 10


@dataclass(frozen=True)
class _Sums:
    """By bin, (..., bins): pairs, the sum of their probabilities, and how many are true."""

    pairs: FloatArray
    probability: FloatArray
    true: FloatArray

    def expected_error(self) -> FloatArray:
        """Return (...): the gaps between probability and truth, weighted by pairs."""
        gaps = np.abs(self.probability - self.true).sum(axis=-1)
        errors: FloatArray = gaps / self.pairs.sum(axis=-1)
        return errors

    def of(self, counts: FloatArray) -> "_Sums":
        """Return the sums of resamples, from those of films and counts (films, resamples)."""
        return _Sums(counts.T @ self.pairs, counts.T @ self.probability, counts.T @ self.true)


def calibration(
    labels: LabelArray,
    probabilities: ProbabilityArray,
    resamples: Resamples,
    estimate: Callable[[float, FloatArray], Estimate],
) -> Calibration:
    """Return the reliability curve in ten bins of equal width, and the expected error.

    labels, probabilities: (films, genres) of the genres to look at; estimate: makes a figure and
    its resamples, (resamples,), an interval.
    """
    by_film = _sums_by_film(np.asarray(labels).astype(bool), probabilities)
    whole = by_film.of(np.ones((len(labels), 1)))
    drawn = [by_film.of(counts) for counts in resamples.chunks()]
    errors = np.concatenate([sums.expected_error() for sums in drawn])
    pairs = np.concatenate([sums.pairs for sums in drawn])
    true = np.concatenate([sums.true for sums in drawn])
    shares = np.divide(true, pairs, out=np.full_like(true, np.nan), where=pairs > 0)
    return Calibration(
        expected_error=estimate(float(whole.expected_error()[0]), errors),
        bins=tuple(_bin(number, whole, shares[:, number], estimate) for number in range(BINS)),
    )


def _bin(
    number: int,
    whole: _Sums,
    shares: FloatArray,
    estimate: Callable[[float, FloatArray], Estimate],
) -> ReliabilityBin:
    pairs, true = int(whole.pairs[0, number]), whole.true[0, number]
    return ReliabilityBin(
        low=number / BINS,
        high=(number + 1) / BINS,
        pairs=pairs,
        mean_probability=float(whole.probability[0, number]) / pairs if pairs else None,
        share_true=estimate(float(true) / pairs, shares) if pairs else None,
    )


def _sums_by_film(truth: np.ndarray, probabilities: ProbabilityArray) -> _Sums:
    number = np.minimum((probabilities * np.float32(BINS)).astype(np.intp), BINS - 1)
    within = number[:, :, np.newaxis] == np.arange(BINS)
    return _Sums(
        pairs=within.sum(axis=1, dtype=np.float64),
        probability=(within * probabilities[:, :, np.newaxis].astype(np.float64)).sum(axis=1),
        true=(within & truth[:, :, np.newaxis]).sum(axis=1, dtype=np.float64),
    )
