"""How far a figure could be off, from its bootstrap resamples.

A film drawn twice ties with itself, which makes resampled average precisions too high, and a plain
percentile interval of their mean with them; hence the bias-corrected percentile interval.
Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), section 14.3, with an
acceleration of 0.
"""

from typing import Final

import numpy as np

from data_contracts.metrics import Estimate
from modeling.arrays import FloatArray

_EQUAL: Final = 1e-9
"""Figures this close are the same figure, summed in another order."""


def estimate(value: float, resampled: FloatArray, confidence: float) -> Estimate:
    """Return value with the bias-corrected percentile interval of its resamples, (resamples,).

    Resamples in which the figure is NaN say nothing about it and are left out. The interval holds
    the value, even where every resample lies on one side of it.
    """
    from scipy.special import ndtr, ndtri

    known = resampled[~np.isnan(resampled)]
    bias = ndtri(_share_below(value, known))
    tail = ndtri((1 - confidence) / 2)
    low, high = np.quantile(known, ndtr([2 * bias + tail, 2 * bias - tail]))
    return Estimate(value=value, low=min(float(low), value), high=max(float(high), value))


def _share_below(value: float, resampled: FloatArray) -> float:
    """Return the share of resamples below value, equal ones by half, and never all or none."""
    equal = np.isclose(resampled, value, rtol=0, atol=_EQUAL)
    below = ((resampled < value) & ~equal).mean() + equal.mean() / 2
    margin = 1 / (2 * len(resampled))
    return float(np.clip(below, margin, 1 - margin))
