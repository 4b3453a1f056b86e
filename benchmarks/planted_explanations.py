"""Whether explanations point at what was planted in the sample films.

Explains the first guess that each model of a finished run makes of its test films, with the
trained weights and with shuffled ones, and looks at where the planted colours and words lie.
Prints a Markdown table.

    python -m benchmarks.planted_explanations RUN_FOLDER [--write docs/explanations.md]
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.documents import write_between_marks
from benchmarks.explained_films import (
    Explained,
    SampleRun,
    explain_overviews,
    explain_posters,
    open_run,
)
from data_contracts.errors import StudyError
from modeling.arrays import FloatArray
from modeling.bootstrap import Resamples
from modeling.devices import prepare_process
from modeling.figures import SHARE
from modeling.intervals import estimate
from modeling.shuffled_weights import SHUFFLES

ON: Final = 0.25
"""A cell lies on a motif where more than this share of it has the motif's colour."""

CONFIDENCE: Final = 0.95
_RESAMPLES: Final = 2_000


def top_is_planted(explanation: FloatArray, planted: FloatArray) -> float:
    """Return 1 where the place that speaks most for the genre is planted, and 0 elsewhere.

    Both of one shape. Where no place speaks for the genre: how often any place is planted.
    """
    on = planted > ON
    return float(on.flat[explanation.argmax()] if explanation.max() > 0 else on.mean())


def share_on_planted(explanation: FloatArray, planted: FloatArray) -> float:
    """Return which share of what speaks for the genre lies on what was planted.

    Both of one shape. Where no place speaks for the genre: the share that was planted.
    """
    speaking = explanation.clip(min=0)
    total = speaking.sum()
    return float((speaking * planted).sum() / total if total > 0 else planted.mean())


def row(
    name: str, explained: Explained, measure: Callable[[FloatArray, FloatArray], float], seed: int
) -> str:
    """Return a table's row: the mean over films when trained, when shuffled, and by chance."""

    def of(explanations: Sequence[FloatArray]) -> FloatArray:
        pairs = zip(explanations, explained.planted, strict=True)
        return np.array([measure(explanation, planted) for explanation, planted in pairs])

    learnt = with_interval(of(explained.learnt), seed)
    shuffled = with_interval(np.mean([of(one) for one in explained.shuffled], axis=0), seed)
    chance = of([np.zeros(planted.shape) for planted in explained.planted]).mean()
    return f"| {name} | {learnt} | {shuffled} | {decimals(chance)} |"


def with_interval(values: FloatArray, seed: int) -> str:
    """Return the mean of (films,) with its bootstrap interval."""
    draws = Resamples(len(values), _RESAMPLES, seed).chunks()
    means = np.concatenate([counts.T @ values / len(values) for counts in draws])
    mean = estimate(float(values.mean()), means, CONFIDENCE, bounds=SHARE)
    return f"{decimals(mean.value)} ({decimals(mean.low)} to {decimals(mean.high)})"


def decimals(value: float) -> str:
    """Return a share as the documents write it, such as .25."""
    return f"{value:.2f}".removeprefix("0")


def report(run: SampleRun) -> str:
    """Return the table as Markdown, under a line that says what it is of."""
    posters, overviews = explain_posters(run), explain_overviews(run)
    sample, seed = run.config.sample, run.config.seed
    rows = [
        ("hottest cell lies on the motif", posters, top_is_planted),
        ("share of the heat that lies on the motif", posters, share_on_planted),
        ("word that adds most is planted", overviews, top_is_planted),
        ("share of what words add that planted ones add", overviews, share_on_planted),
    ]
    return "\n".join(
        [
            f"{len(posters.planted)} posters and {len(overviews.planted)} overviews of the "
            f"{run.refs.split.test} test films of {sample.films:,} sample films (seed "
            f"{sample.seed:,}; preset `{run.config.preset}`, seed {seed}); {SHUFFLES} shuffles; "
            f"{CONFIDENCE * 100:.0f} % bootstrap intervals over films:",
            "",
            "| | trained | shuffled weights | by chance |",
            "| --- | ---: | ---: | ---: |",
            *(row(name, explained, measure, seed) for name, explained, measure in rows),
        ]
    )


def main() -> None:
    """Print the table, and write it into a document between its two marks if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, metavar="RUN_FOLDER", help="finished, of sample films")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    try:
        run = open_run(options.run)
        prepare_process(run.config.threads, run.config.seed)
        table = report(run)
    except StudyError as error:
        parser.error(str(error))
    print(table)
    if options.write is not None:
        write_between_marks(options.write, "planted explanations", table)


if __name__ == "__main__":
    main()
