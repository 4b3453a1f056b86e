"""Studies of films that are drawn, with the verdicts that modeling.verdicts has on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from benchmarks.known_precision import Noise, best_f1, separation, spread_of
from benchmarks.verdict_scenarios import SUPPORTS, Scenario
from data_contracts.config import EvaluationConfig
from data_contracts.metrics import GenreVerdict, Verdict
from modeling.arrays import FloatArray
from modeling.bootstrap import Resamples, resample_average_precisions, resample_decisions
from modeling.figures import GenreFigures, mean_genre_figures
from modeling.scores import TestFilms
from modeling.verdicts import genre_verdicts

FILMS: Final = 1_000
SETTINGS: Final = EvaluationConfig(min_support=10, resamples=400)
FIRST_STUDY: Final = 1_000_000
"""Studies are numbered from here on: the rules were chosen on lower numbers."""

_SHARES: Final = np.array(SUPPORTS) / FILMS
_ROUNDING: Final = 1e-9


@dataclass(frozen=True)
class Study:
    """One simulated study: its verdicts by the genre's place in SUPPORTS, and its false ones."""

    verdicts: dict[str, GenreVerdict]
    false_by_precision: bool
    false_by_f1: bool


def is_false(verdict: Verdict, planted: float) -> bool:
    """Tell whether a verdict contradicts the planted difference, poster less overview."""
    if verdict == "equivalent":
        return abs(planted) >= SETTINGS.equivalence_margin - _ROUNDING
    return (verdict == "poster" and planted <= 0) or (verdict == "overview" and planted >= 0)


def run(scenario: Scenario, simulations: int, repeats: Sequence[int] = (1,)) -> list[list[Study]]:
    """Return simulated studies, each of them verdict by verdict of repeats.

    The number of each seeds its films, scores and resamples. The first trainings of many are those
    of a study with fewer.
    """
    drawing = _Drawing(scenario)
    return [drawing.studies(FIRST_STUDY + number, repeats) for number in range(simulations)]


@dataclass(frozen=True)
class _Model:
    """One model's population.

    gaps, spreads: (genres,), how far apart scores are, and how far trainings lie off that;
    thresholds, f1: (genres,), those with the highest F1, and that F1.
    """

    noise: Noise
    gaps: FloatArray
    spreads: FloatArray
    thresholds: FloatArray
    f1: FloatArray


def _model(precisions: FloatArray, noise: Noise, deviation: float) -> _Model:
    columns = []
    for wanted, share in zip(precisions, _SHARES, strict=True):
        spread = spread_of(wanted, deviation, share, noise)
        gap = separation(wanted, share, noise, spread)
        columns.append((gap, spread, *best_f1(gap, share, noise, spread)))
    return _Model(noise, *np.array(columns).T)


@dataclass(frozen=True)
class _Training:
    """One training of a model: its figures by genre on the test films."""

    precisions: GenreFigures
    f1s: GenreFigures


class _Drawing:
    """A scenario's populations, worked out once, and studies drawn from them."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._models = (
            _model(scenario.poster, scenario.noise[0], scenario.deviation[0]),
            _model(scenario.overview, scenario.noise[1], scenario.deviation[1]),
        )

    def studies(self, seed: int, repeats: Sequence[int]) -> list[Study]:
        generator = np.random.default_rng(seed)
        films = _films(generator, seed)
        common = generator.normal(size=(FILMS, 1))
        models = [
            self._trainings(model, films, common, generator, max(repeats)) for model in self._models
        ]
        return [self._study(films, models, number) for number in repeats]

    def _trainings(
        self,
        model: _Model,
        films: TestFilms,
        common: FloatArray,
        generator: np.random.Generator,
        number: int,
    ) -> list[_Training]:
        own = generator.normal(size=films.labels.shape)
        scenario, found = self._scenario, []
        for _ in range(number):
            anew = generator.normal(size=films.labels.shape)
            noise = _mixed(scenario.shared, common, _mixed(scenario.fresh, anew, own))
            off = _mixed(scenario.alike, generator.normal(), generator.normal(size=len(SUPPORTS)))
            gaps = model.gaps + model.spreads * off
            scores = model.noise.shaped(noise) + gaps * films.labels
            found.append(_training(films, scores, model.thresholds))
        return found

    def _study(self, films: TestFilms, models: list[list[_Training]], number: int) -> Study:
        precisions, f1s = [], []
        for trainings in models:
            precisions.append(mean_genre_figures([one.precisions for one in trainings[:number]]))
            f1s.append(mean_genre_figures([one.f1s for one in trainings[:number]]))
        found = genre_verdicts(
            films.genres,
            films.support,
            precisions[0].less(precisions[1]),
            f1s[0].less(f1s[1]),
            SETTINGS,
        )
        planted_f1 = self._models[0].f1 - self._models[1].f1
        return Study(
            verdicts=found,
            false_by_precision=_any_false(
                [one.verdict for one in found.values()], self._scenario.planted
            ),
            false_by_f1=_any_false([one.f1_verdict for one in found.values()], planted_f1),
        )


class _Drawn(Resamples):
    """Resamples that are drawn once for all trainings, after the films as they are."""

    def chunks(self, rows: int | None = None) -> Iterator[FloatArray]:
        """Yield all counts at once: a study of this size needs no chunks, whatever its rows."""
        del rows
        yield self._counts

    @cached_property
    def _counts(self) -> FloatArray:
        return np.concatenate([np.ones((self.films, 1)), *super().chunks()], axis=1)


def _measured(figures: FloatArray) -> GenreFigures:
    """Return what _Drawn resampled: first the figure itself, then its resamples."""
    return GenreFigures(figures[0], figures[1:])


def _mixed(share: float, first: FloatArray | float, second: FloatArray) -> FloatArray:
    """Return normal deviates of which a share of the variance is the first's."""
    mixed: FloatArray = np.sqrt(share) * first + np.sqrt(1 - share) * second
    return mixed


def _any_false(verdicts: list[Verdict], planted: FloatArray) -> bool:
    return any(is_false(one, float(gap)) for one, gap in zip(verdicts, planted, strict=True))


def _films(generator: np.random.Generator, seed: int) -> TestFilms:
    labels = generator.random((FILMS, len(SUPPORTS))) < _SHARES
    return TestFilms(
        genres=[str(genre) for genre in range(len(SUPPORTS))],
        labels=labels.astype(np.int8),
        counted=labels.sum(axis=0) >= SETTINGS.min_support,
        resamples=_Drawn(FILMS, SETTINGS.resamples, seed),
        confidence=SETTINGS.confidence,
    )


def _training(films: TestFilms, scores: FloatArray, thresholds: FloatArray) -> _Training:
    precisions = resample_average_precisions(
        films.labels, scores.astype(np.float32), films.resamples
    )
    _, decisions = resample_decisions(
        films.labels, scores >= thresholds, films.counted, films.resamples
    )
    return _Training(_measured(precisions), _measured(decisions["f1"]))
