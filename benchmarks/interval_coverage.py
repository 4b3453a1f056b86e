"""How often the intervals of a model's figures miss what they are about.

Samples of films are drawn from a population in which the figures are known, and measured as a study
measures its test films. Prints a Markdown table for each number of films: of intervals that should
miss 5 %, the share that did, with its 95 % Clopper-Pearson interval, beside that of plain
percentile intervals of the same resamples.

    python -m benchmarks.interval_coverage [--samples 400] [--run FOLDER --model cnn]
        [--write docs/report.md]
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # small products: threads get in each other's way
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy.stats import binomtest

from benchmarks.documents import write_between_marks
from benchmarks.film_populations import Population, SampleFilms, run_films
from data_contracts.estimate import Estimate
from modeling.arrays import BoolArray, FloatArray, LabelArray, ProbabilityArray
from modeling.bootstrap import Resamples
from modeling.figures import Figure
from modeling.scores import TestFilms, measure_model, score

SIZES: Final = (1_031, 240)
CONFIDENCE: Final = 0.95
AVERAGES: Final = {
    "micro_f1": "micro-F1",
    "macro_f1": "macro-F1",
    "samples_f1": "samples F1",
    "weighted_f1": "weighted F1",
    "macro_precision": "macro-precision",
    "macro_recall": "macro-recall",
}
_MIN_FILMS: Final = 20
"""Films of a genre to be expected in a sample, for the genre to be measured."""
_POPULATION: Final = 100_000
_MOST: Final = "the genre missed most"
_ROUNDING: Final = 1e-9


@dataclass(frozen=True)
class Found:
    """A figure of a sample with the study's interval. genre: where it is a genre's."""

    name: str
    genre: str
    estimate: Estimate
    figure: Figure

    @property
    def percentiles(self) -> tuple[float, float]:
        """Return the plain percentile interval."""
        tail = (1 - CONFIDENCE) / 2
        low, high = np.nanquantile(self.figure.resampled, [tail, 1 - tail])
        return float(low), float(high)


def measure(
    population: Population,
    films: tuple[LabelArray, ProbabilityArray],
    counted: BoolArray,
    resamples: Resamples,
) -> Iterator[Found]:
    """Yield the figures of a sample (labels, probabilities) over the genres that are counted."""
    test = TestFilms(population.genres, films[0], counted, resamples, CONFIDENCE)
    measured = measure_model(test, films[1], population.thresholds)
    scores = score(test, films[1], measured)
    yield Found("mean average precision", "", scores.map, measured.precisions.mean(counted))
    yield Found("micro average precision", "", scores.micro_ap, measured.micro_ap)
    fitted = measured.fitted_by_genre
    for key, name in AVERAGES.items():
        yield Found(name, "", getattr(scores.fitted_by_genre, key), fitted.averages[key])
    for column in np.flatnonzero(counted).tolist():
        genre = population.genres[column]
        of = scores.per_genre[genre]
        if of.average_precision is None or of.fitted_by_genre is None:
            continue
        precision = measured.precisions.of(column)
        yield Found("average precision of a genre", genre, of.average_precision, precision)
        f1 = fitted.by_genre["f1"].of(column)
        yield Found("F1 of a genre", genre, of.fitted_by_genre.f1, f1)


class Misses:
    """Which intervals missed, figure by figure."""

    def __init__(self, truth: dict[tuple[str, str], float]) -> None:
        """truth: by figure and genre, the population's."""
        self._truth = truth
        self._missed: dict[tuple[str, str], list[tuple[bool, bool]]] = {}

    def add(self, found: Found) -> None:
        """Add a sample's figure."""
        key = found.name, found.genre
        own = found.estimate.low, found.estimate.high
        both = (self._outside(key, own), self._outside(key, found.percentiles))
        self._missed.setdefault(key, []).append(both)

    def table(self) -> list[str]:
        """Return a Markdown table: of a genre's figures, that of the genre missed most."""
        lines = [
            "| figure | missed | percentile intervals missed |",
            "| --- | ---: | ---: |",
        ]
        for name in dict.fromkeys(name for name, _ in self._missed):
            of = [
                np.array(missed) for (figure, _), missed in self._missed.items() if figure == name
            ]
            label = name if len(of) == 1 else f"{name}: {_MOST}, of {len(of)}"
            cells = [share(max((one[:, way] for one in of), key=np.mean)) for way in (0, 1)]
            lines.append(f"| {label} | {' | '.join(cells)} |")
        return lines

    def _outside(self, key: tuple[str, str], interval: tuple[float, float]) -> bool:
        low, high = interval
        return not low - _ROUNDING <= self._truth[key] <= high + _ROUNDING


def share(missed: FloatArray) -> str:
    """Return the share of true ones among (samples,) with its Clopper-Pearson interval."""
    interval = binomtest(int(missed.sum()), len(missed)).proportion_ci(method="exact")
    return f"{missed.mean():.3f} ({interval.low:.3f} to {interval.high:.3f})"


def coverage(population: Population, films: int, samples: int, resamples: int) -> list[str]:
    """Return the table for samples of so many films."""
    many = population.draw(_POPULATION, np.random.default_rng(0))
    counted = many[0].mean(axis=0) * films >= _MIN_FILMS
    whole = measure(population, many, counted, Resamples(_POPULATION, 2, 0))
    misses = Misses({(one.name, one.genre): one.figure.value for one in whole})
    for number in range(1, samples + 1):
        sample = population.draw(films, np.random.default_rng((films, number)))
        for found in measure(population, sample, counted, Resamples(films, resamples, number)):
            misses.add(found)
    return misses.table()


def report(populations: Sequence[Population], samples: int, resamples: int) -> str:
    """Return all tables as Markdown."""
    lines: list[str] = []
    for population in populations:
        for films in SIZES:
            lines += [
                f"{samples:,} samples of {films:,} films each ({population.name}; "
                f"{resamples} resamples; genres of {_MIN_FILMS} films or more):",
                "",
                *coverage(population, films, samples, resamples),
                "",
            ]
    return "\n".join(lines).rstrip()


def main() -> None:
    """Print the tables, and write them into a document between its two marks if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=400)
    parser.add_argument("--resamples", type=int, default=400)
    parser.add_argument("--run", type=Path, help="folder of a run, whose test films are drawn too")
    parser.add_argument("--model", default="cnn", help="whose predictions of the run")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    populations: list[Population] = [SampleFilms()]
    if options.run is not None:
        populations.append(run_films(options.run, options.model))
    tables = report(populations, options.samples, options.resamples)
    print(tables)
    if options.write is not None:
        write_between_marks(options.write, "interval coverage", tables)


if __name__ == "__main__":
    main()
