"""What varies between trainings that differ in their seed alone.

A figure of a model that was trained under N seeds is the mean of its trainings' figures. Its error
has a films part, which the bootstrap over films tells, and a seeds part: the variance between
trainings over N. Trainings are independent of one another, so that the variances of two models'
seeds parts add up; what they add up to has Welch and Satterthwaite's degrees of freedom
(Satterthwaite, "An Approximate Distribution of Estimates of Variance Components", Biometrics
Bulletin 2 (1946), 110-114). On one and the same set of test films, trainings also differ in which
films they happen to get right; this counts in both parts, so that intervals err on the wide side
(Owen, "The Pigeonhole Bootstrap", Annals of Applied Statistics 1 (2007), 386-411).
"""

from collections.abc import Sequence

import numpy as np

from modeling.arrays import FloatArray

SeedGroups = tuple[FloatArray, ...]
"""(trainings, ...) each: the figures of every training, of groups independent of each other."""


def seeds_variance(groups: SeedGroups) -> tuple[FloatArray, FloatArray]:
    """Return the variance of the groups' means, summed, and its degrees of freedom, (...) each.

    A group of one training says nothing of how trainings vary and is left out. Without any group
    of more the variance is 0.
    """
    repeated = [group for group in groups if len(group) > 1]
    return add_variances(
        [group.var(axis=0, ddof=1) / len(group) for group in repeated],
        [np.asarray(len(group) - 1.0) for group in repeated],
    )


def add_variances(
    variances: Sequence[FloatArray], freedoms: Sequence[FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Return the sum of independently estimated variances and its degrees of freedom, (...) each.

    variances, freedoms: the parts' estimates and their degrees of freedom. The sum's degrees are
    the square of the sum over the sum of each part's square over its degrees; where all parts are
    0, the most that they can be: all parts' together.
    """
    total = np.asarray(sum(variances), dtype=np.float64)
    squares = np.asarray(
        sum(part**2 / freedom for part, freedom in zip(variances, freedoms, strict=True)),
        dtype=np.float64,
    )
    most = np.broadcast_to(np.asarray(sum(freedoms), dtype=np.float64), total.shape).copy()
    return total, np.divide(total**2, squares, out=most, where=squares > 0)


def seeds_reach(groups: SeedGroups, confidence: float) -> float:
    """Return how far a figure's mean over trainings may be off because of their seeds.

    groups: (trainings,) each. 0 where no group has two trainings that differ.
    """
    from scipy.special import stdtrit

    variance, freedom = seeds_variance(groups)
    if not variance > 0:
        return 0.0
    return float(stdtrit(freedom, (1 + confidence) / 2) * np.sqrt(variance))
