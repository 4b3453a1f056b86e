"""Models whose average precision is known, for studies that are simulated."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.known_precision import BELL, HEAVY, Noise
from modeling.arrays import FloatArray

SUPPORTS: Final = (10, 15, 20, 30, 50, 70, 100, 140, 170, 200)
ADVANTAGES: Final = (0.1, 0.2, 0.3, 0.4)
SEEDS: Final = 0.05
"""Standard deviation of a genre's average precision between trainings, where they differ."""


@dataclass(frozen=True)
class Scenario:
    """Two models of known average precision on every genre.

    poster, overview: (genres,) average precisions, in the mean over trainings; noise: the shapes of
    their scores; shared: the share of a score's noise that both models and all genres of a film
    have in common; deviation: how far each model's average precision lies off from one training to
    the next; alike: the share of this that all genres have in common; fresh: the share of a
    score's noise that each training draws anew.
    """

    name: str
    poster: FloatArray
    overview: FloatArray
    noise: tuple[Noise, Noise] = (BELL, BELL)
    shared: float = 0.0
    deviation: tuple[float, float] = (0.0, 0.0)
    alike: float = 0.0
    fresh: float = 0.0

    @property
    def planted(self) -> FloatArray:
        """Return (genres,): the poster model's average precision less the overview model's."""
        return self.poster - self.overview


def nulls() -> tuple[Scenario, ...]:
    """Return the scenarios in which some or all verdicts for a side are false."""
    level, half = np.ones(len(SUPPORTS)), np.arange(len(SUPPORTS)) % 2
    middle = 0.5 * level
    return (
        Scenario("no genre differs, strong models (AP .85)", 0.85 * level, 0.85 * level),
        Scenario("no genre differs, models that err alike (AP .5)", middle, middle, shared=0.5),
        Scenario("no genre differs, scores of unlike shape (AP .5)", middle, middle, (BELL, HEAVY)),
        Scenario("every second genre differs by .3 (AP .5, .8)", middle + 0.3 * half, middle),
    )


def nulls_of_seeds() -> tuple[Scenario, ...]:
    """Return such scenarios in which trainings differ by their seed."""
    half, middle = np.arange(len(SUPPORTS)) % 2, np.full(len(SUPPORTS), 0.5)
    some, much = (SEEDS, SEEDS), (2 * SEEDS, 2 * SEEDS)
    return (
        Scenario("no genre differs (AP .5), seeds by .05", middle, middle, deviation=some),
        Scenario(
            "the same, models that err alike, half of what seeds do the same for all genres",
            middle,
            middle,
            shared=0.5,
            deviation=some,
            alike=0.5,
            fresh=0.3,
        ),
        Scenario(
            "no genre differs, scores of unlike shape (AP .5), seeds by .08 and .02",
            middle,
            middle,
            (BELL, HEAVY),
            deviation=(0.08, 0.02),
        ),
        Scenario(
            "every second genre differs by .3 (AP .5, .8), seeds by .05",
            middle + 0.3 * half,
            middle,
            deviation=some,
        ),
        Scenario("no genre differs (AP .5), seeds by .1", middle, middle, deviation=much),
    )


def advantages(deviation: float = 0.0) -> tuple[Scenario, ...]:
    """Return the scenarios in which the poster model has the same advantage at every genre."""
    middle = np.full(len(SUPPORTS), 0.5)
    return tuple(
        Scenario(f"{gain:g}", middle + gain, middle, deviation=(deviation, deviation))
        for gain in ADVANTAGES
    )
