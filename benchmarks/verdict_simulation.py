"""How often a verdict of the study is false, and how often it finds what was planted.

Films are drawn whose genres are known, and both models' scores with known average precision; the
verdicts are then taken by modeling.verdicts as a study takes them. Prints two Markdown tables: the
rate of studies with any false verdict, and the share of planted advantages found.

    python -m benchmarks.verdict_simulation [--simulations 2000] [--write docs/report.md]
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # small products: threads get in each other's way
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy.stats import binomtest

from benchmarks.known_precision import BELL, HEAVY, Noise, best_f1, separation
from data_contracts.config import EvaluationConfig
from data_contracts.metrics import GenreVerdict, Verdict
from modeling.arrays import BoolArray, FloatArray
from modeling.bootstrap import Resamples, resample_decisions
from modeling.metrics import genre_decision_figures
from modeling.scores import GenreFigures, TestFilms, average_precisions
from modeling.verdicts import genre_verdicts

SUPPORTS: Final = (10, 15, 20, 30, 50, 70, 100, 140, 170, 200)
FILMS: Final = 1_000
SETTINGS: Final = EvaluationConfig(min_support=10, resamples=400)
ADVANTAGES: Final = (0.1, 0.2, 0.3, 0.4)
START: Final = "<!-- verdict simulation: made by benchmarks/verdict_simulation.py -->"
END: Final = "<!-- end of verdict simulation -->"

_SHARES: Final = np.array(SUPPORTS) / FILMS
_ROUNDING: Final = 1e-9


@dataclass(frozen=True)
class Scenario:
    """Two models of known average precision on every genre.

    poster, overview: (genres,) average precisions; noise: the shapes of their scores; shared: the
    share of a score's noise that both models and all genres of a film have in common.
    """

    name: str
    poster: FloatArray
    overview: FloatArray
    noise: tuple[Noise, Noise] = (BELL, BELL)
    shared: float = 0.0

    @property
    def planted(self) -> FloatArray:
        """Return (genres,): the poster model's average precision less the overview model's."""
        return self.poster - self.overview


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


def advantages() -> tuple[Scenario, ...]:
    """Return the scenarios in which the poster model has the same advantage at every genre."""
    middle = np.full(len(SUPPORTS), 0.5)
    return tuple(Scenario(f"{gain:g}", middle + gain, middle) for gain in ADVANTAGES)


def run(scenario: Scenario, simulations: int) -> list[Study]:
    """Return simulated studies; the number of each seeds its films, scores and resamples."""
    drawing = _Drawing(scenario)
    return [drawing.study(number) for number in range(simulations)]


def power_by_support(studies: list[Study]) -> list[float]:
    """Return for each of SUPPORTS the share of its verdicts that say poster."""
    found = [
        [study.verdicts[str(genre)].verdict for study in studies] for genre in range(len(SUPPORTS))
    ]
    decided = [[one for one in verdicts if one != "not enough films"] for verdicts in found]
    return [sum(one == "poster" for one in some) / max(1, len(some)) for some in decided]


@dataclass(frozen=True)
class _Model:
    """One model's population: noise, and (genres,) gaps, best thresholds and F1 at these."""

    noise: Noise
    gaps: FloatArray
    thresholds: FloatArray
    f1: FloatArray


def _model(precisions: FloatArray, noise: Noise) -> _Model:
    gaps = [separation(ap, share, noise) for ap, share in zip(precisions, _SHARES, strict=True)]
    best = [best_f1(gap, share, noise) for gap, share in zip(gaps, _SHARES, strict=True)]
    thresholds, f1 = np.array(best).T
    return _Model(noise, np.array(gaps), thresholds, f1)


class _Drawing:
    """A scenario's populations, worked out once, and studies drawn from them."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._models = (
            _model(scenario.poster, scenario.noise[0]),
            _model(scenario.overview, scenario.noise[1]),
        )

    def study(self, seed: int) -> Study:
        generator = np.random.default_rng(seed)
        films = _films(generator, seed)
        common = generator.normal(size=(FILMS, 1))
        precisions, f1s = [], []
        for model in self._models:
            scores = self._scores(model, films, common, generator)
            precisions.append(average_precisions(films, scores.astype(np.float32)))
            f1s.append(_f1(films, scores >= model.thresholds))
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

    def _scores(
        self, model: _Model, films: TestFilms, common: FloatArray, generator: np.random.Generator
    ) -> FloatArray:
        share = self._scenario.shared
        noise = model.noise.draw(generator, films.labels.shape)
        scores: FloatArray = np.sqrt(share) * common + np.sqrt(1 - share) * noise
        return scores + model.gaps * films.labels


def _any_false(verdicts: list[Verdict], planted: FloatArray) -> bool:
    return any(is_false(one, float(gap)) for one, gap in zip(verdicts, planted, strict=True))


def _films(generator: np.random.Generator, seed: int) -> TestFilms:
    labels = generator.random((FILMS, len(SUPPORTS))) < _SHARES
    return TestFilms(
        genres=[str(genre) for genre in range(len(SUPPORTS))],
        labels=labels.astype(np.int8),
        counted=labels.sum(axis=0) >= SETTINGS.min_support,
        resamples=Resamples(FILMS, SETTINGS.resamples, seed),
        confidence=SETTINGS.confidence,
    )


def _f1(films: TestFilms, answers: BoolArray) -> GenreFigures:
    value = genre_decision_figures(films.labels, answers)["f1"]
    _, resampled = resample_decisions(films.labels, answers, films.counted, films.resamples)
    return GenreFigures(value, resampled["f1"])


def _null_row(scenario: Scenario, studies: list[Study]) -> str:
    cells = []
    for false in ([s.false_by_precision for s in studies], [s.false_by_f1 for s in studies]):
        interval = binomtest(sum(false), len(false)).proportion_ci(method="exact")
        cells.append(f"{sum(false) / len(false):.3f} ({interval.low:.3f} to {interval.high:.3f})")
    return f"| {scenario.name} | {' | '.join(cells)} |"


def report(simulations: int, workers: int) -> str:
    """Return both tables as Markdown."""
    few = max(1, simulations // 10)
    with ProcessPoolExecutor(workers) as pool:
        null = pool.map(run, nulls(), [simulations] * len(nulls()))
        planted = pool.map(run, advantages(), [few] * len(ADVANTAGES))
        rates = [_null_row(*pair) for pair in zip(nulls(), null, strict=True)]
        powers = [
            f"| {scenario.name} | {' | '.join(f'{p:.2f}' for p in power_by_support(studies))} |"
            for scenario, studies in zip(advantages(), planted, strict=True)
        ]
    return "\n".join(
        [
            f"Studies with any false verdict, of {simulations:,} a row ({FILMS:,} test films, "
            f"{len(SUPPORTS)} genres, {SETTINGS.resamples} resamples), with the 95 % "
            f"Clopper-Pearson interval. At most .05 is promised.",
            "",
            "| planted | by average precision | by F1 |",
            "| --- | ---: | ---: |",
            *rates,
            "",
            f"Share of advantages found, of {few:,} studies a row, by the number of test films "
            f"that have the genre; the poster model's average precision is .5 plus the advantage, "
            f"the overview model's .5, at all genres.",
            "",
            f"| advantage | {' | '.join(map(str, SUPPORTS))} |",
            f"| ---: |{' ---: |' * len(SUPPORTS)}",
            *powers,
        ]
    )


def main() -> None:
    """Print the tables, and write them into a document between its two marks if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulations", type=int, default=2_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    tables = report(options.simulations, options.workers)
    print(tables)
    if options.write is not None:
        before, _, rest = options.write.read_text("utf-8").partition(START)
        _, _, after = rest.partition(END)
        options.write.write_text(f"{before}{START}\n\n{tables}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
