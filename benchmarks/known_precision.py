"""Scores whose average precision is known: how far apart to draw a genre's films and the others."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from scipy import stats
from scipy.optimize import brentq

from modeling.arrays import FloatArray

_GRID: Final = 4_001
_TAIL: Final = 1e-6


@dataclass(frozen=True)
class Noise:
    """The shape of scores around their mean: Student's t, or normal where freedom is None."""

    freedom: float | None = None

    def draw(self, generator: Generator, shape: tuple[int, ...]) -> FloatArray:
        """Return scores of that shape."""
        if self.freedom is None:
            return generator.normal(size=shape)
        return generator.standard_t(self.freedom, size=shape)

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


def average_precision(gap: float, share: float, noise: Noise) -> float:
    """Return the average precision in a population where a share of films scores higher by gap."""
    recall = np.linspace(_TAIL, 1 - _TAIL, _GRID)
    said_wrongly = (1 - share) * noise.above(noise.exceeded_by(recall) + gap)
    return float(np.mean(share * recall / (share * recall + said_wrongly)))


def separation(wanted: float, share: float, noise: Noise) -> float:
    """Return the gap between films that have a genre and others, for an average precision."""
    gap: float = brentq(
        lambda gap: average_precision(gap, share, noise) - wanted, -5, 40, xtol=1e-6
    )
    return gap


def best_f1(gap: float, share: float, noise: Noise) -> tuple[float, float]:
    """Return the score from which saying the genre has the highest F1 in the population, and it."""
    recall = np.linspace(_TAIL, 1 - _TAIL, _GRID)
    score = noise.exceeded_by(recall) + gap
    said = share * recall + (1 - share) * noise.above(score)
    f1 = 2 * share * recall / (said + share)
    best = int(np.argmax(f1))
    return float(score[best]), float(f1[best])
