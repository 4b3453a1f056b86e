"""Scores whose average precision is known: how far apart to draw a genre's films and the others."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats
from scipy.optimize import brentq

from modeling.arrays import FloatArray

_GRID: Final = 4_001
_TAIL: Final = 1e-6
_STEP: Final = 0.01
_NODES: Final = np.polynomial.hermite_e.hermegauss(9)
_DEVIATES: Final = _NODES[0]
_WEIGHTS: Final = _NODES[1] / _NODES[1].sum()
"""Gauss-Hermite quadrature of a mean over normal deviates."""


@dataclass(frozen=True)
class Noise:
    """The shape of scores around their mean: Student's t, or normal where freedom is None."""

    freedom: float | None = None

    def shaped(self, deviates: FloatArray) -> FloatArray:
        """Return scores of this shape in the order of normal deviates."""
        return deviates if self.freedom is None else self.exceeded_by(stats.norm.sf(deviates))

    def above(self, score: FloatArray) -> FloatArray:
        """Return the share of scores above each score."""
        share: FloatArray = self._law().sf(score)
        return share

    def exceeded_by(self, share: FloatArray) -> FloatArray:
        """Return the score that each share of scores lies above."""
        score: FloatArray = self._law().isf(share)
        return score

    def _law(self) -> "stats.rv_continuous_frozen":
        return stats.norm() if self.freedom is None else stats.t(self.freedom)


BELL: Final = Noise()
HEAVY: Final = Noise(freedom=5)


def average_precision(gap: float, share: float, noise: Noise, spread: float = 0.0) -> float:
    """Return the average precision in a population where a share of films scores higher by gap.

    spread: standard deviation of the gap between trainings, over which the mean is taken.
    """
    recall = np.linspace(_TAIL, 1 - _TAIL, _GRID)
    reached = noise.exceeded_by(recall)
    found = []
    for drawn in gap + spread * _DEVIATES:
        said_wrongly = (1 - share) * noise.above(reached + drawn)
        found.append(np.mean(share * recall / (share * recall + said_wrongly)))
    return float(_WEIGHTS @ np.array(found))


def separation(wanted: float, share: float, noise: Noise, spread: float = 0.0) -> float:
    """Return the gap between films that have a genre and others, for an average precision."""
    gap: float = brentq(
        lambda gap: average_precision(gap, share, noise, spread) - wanted, -5, 40, xtol=1e-6
    )
    return gap


def spread_of(precision: float, deviation: float, share: float, noise: Noise) -> float:
    """Return the gap's standard deviation between trainings that gives average precision's.

    precision: average precision of the mean gap; deviation: about how far trainings lie from it.
    """
    if not deviation:
        return 0.0
    gap = separation(precision, share, noise)
    around = [average_precision(gap + step, share, noise) for step in (-_STEP, _STEP)]
    return deviation * 2 * _STEP / (around[1] - around[0])


def best_f1(gap: float, share: float, noise: Noise, spread: float = 0.0) -> tuple[float, float]:
    """Return the score from which saying the genre has the highest F1, and that F1.

    Both in the population, and in the mean over trainings that differ by spread.
    """
    recall = np.linspace(_TAIL, 1 - _TAIL, _GRID)
    score = noise.exceeded_by(recall) + gap
    said_wrongly = (1 - share) * noise.above(score)
    found = share * np.stack([noise.above(score - drawn) for drawn in gap + spread * _DEVIATES])
    f1 = _WEIGHTS @ (2 * found / (found + said_wrongly + share))
    best = int(np.argmax(f1))
    return float(score[best]), float(f1[best])
