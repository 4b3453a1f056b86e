"""How far a figure could be off, from its bootstrap resamples and its trainings.

Average precision over few films lies above that over many, and over films drawn again from these
lies above it once more, by about as much: in the mean over genres by as much as its standard error.
Hence the normal interval with bias correction: the figure less the bias that its resamples show,
with normal deviates times their standard deviation to both sides. Percentile intervals, corrected
for the median's bias or not, miss mean average precision several times as often as they promise
(benchmarks/interval_coverage.py).
Source: Davison and Hinkley, "Bootstrap Methods and their Application" (1997), section 5.2.1.

Where a model was trained under several seeds, how far they reach is Student's t times the standard
error of their mean, and is combined with each side of the films' interval as the square root of
the sum of squares. Source: Zou and Donner, "Construction of Confidence Limits about Effect
Measures: a General Approach", Statistics in Medicine 27 (2008), 1693-1702.
"""

import math

import numpy as np

from data_contracts.estimate import Estimate
from modeling.arrays import FloatArray
from modeling.seeds import SeedGroups, seeds_reach


def estimate(
    value: float,
    resampled: FloatArray,
    confidence: float,
    trainings: SeedGroups = (),
    bounds: tuple[float, float] = (-math.inf, math.inf),
) -> Estimate:
    """Return value with the bias-corrected normal interval of its resamples, (resamples,).

    Resamples in which the figure is NaN say nothing about it and are left out; two or more must
    be left. The interval holds the value, also where the bias is larger than the rest of it, and
    is kept within bounds: where the figure can lie. trainings: the figures of those whose mean the
    value is, (trainings,) each; where they vary, the interval is wider by it.
    """
    from scipy.special import ndtri

    known = resampled[~np.isnan(resampled)]
    unbiased = 2 * value - float(known.mean())
    normal = float(ndtri((1 + confidence) / 2) * known.std(ddof=1))
    below = max(0.0, value - unbiased + normal)
    above = max(0.0, unbiased + normal - value)
    reach = seeds_reach(trainings, confidence)
    return Estimate(
        value=value,
        low=max(bounds[0], value - math.hypot(below, reach)),
        high=min(bounds[1], value + math.hypot(above, reach)),
    )
