"""How often a verdict of the study is false, and how often it finds what was planted.

Films are drawn whose genres are known, and both models' scores with known average precision, the
same in every training or not; the verdicts are then taken by modeling.verdicts as a study takes
them. Prints Markdown tables: the rate of studies with any false verdict, and the share of planted
advantages found.

    python -m benchmarks.verdict_simulation [--simulations 2000] [--write docs/report.md]
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # small products: threads get in each other's way
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scipy.stats import binomtest

from benchmarks.documents import write_between_marks
from benchmarks.simulated_studies import FILMS, SETTINGS, Study, run
from benchmarks.verdict_scenarios import (
    SEEDS,
    SUPPORTS,
    Scenario,
    advantages,
    nulls,
    nulls_of_seeds,
)

REPEATS: Final = (1, 3, 5)


@dataclass(frozen=True)
class Job:
    """Studies to simulate: each of them is taken with each number of seeds."""

    scenario: Scenario
    simulations: int
    repeats: tuple[int, ...] = (1,)


def carry_out(job: Job) -> list[list[Study]]:
    """Return for each number of seeds its studies."""
    started = time.monotonic()
    studies = run(job.scenario, job.simulations, job.repeats)
    seconds = time.monotonic() - started
    print(f"{job.scenario.name}: {job.simulations} in {seconds:.0f} s", file=sys.stderr)
    return [list(of) for of in zip(*studies, strict=True)]


def power_by_support(studies: Sequence[Study]) -> list[float]:
    """Return for each of SUPPORTS the share of its verdicts that say poster."""
    found = [
        [study.verdicts[str(genre)].verdict for study in studies] for genre in range(len(SUPPORTS))
    ]
    decided = [[one for one in verdicts if one != "not enough films"] for verdicts in found]
    return [sum(one == "poster" for one in some) / max(1, len(some)) for some in decided]


def report(simulations: int, workers: int) -> str:
    """Return all tables as Markdown."""
    few = max(1, simulations // 10)
    jobs = [
        [Job(scenario, simulations) for scenario in nulls()],
        [Job(scenario, few) for scenario in advantages()],
        [Job(scenario, simulations, REPEATS) for scenario in nulls_of_seeds()],
        [Job(scenario, few, REPEATS) for scenario in advantages(SEEDS)],
    ]
    with ProcessPoolExecutor(workers) as pool:
        pending = [pool.map(carry_out, of) for of in jobs]
        done = [list(zip(of, found, strict=True)) for of, found in zip(jobs, pending, strict=True)]
    return "\n".join(
        [
            f"Studies with any false verdict, of {simulations:,} a row ({FILMS:,} test films, "
            f"{len(SUPPORTS)} genres, {SETTINGS.resamples} resamples), with the 95 % "
            f"Clopper-Pearson interval. At most .05 is promised.",
            "",
            "| planted | by average precision | by F1 |",
            "| --- | ---: | ---: |",
            *(f"| {job.scenario.name} | {_rates(found[0])} |" for job, found in done[0]),
            "",
            f"Share of advantages found, of {few:,} studies a row, by the number of test films "
            f"that have the genre; the poster model's average precision is .5 plus the advantage, "
            f"the overview model's .5, at all genres.",
            "",
            f"| advantage | {' | '.join(map(str, SUPPORTS))} |",
            f"| ---: |{' ---: |' * len(SUPPORTS)}",
            *(f"| {job.scenario.name} | {_powers(found[0])} |" for job, found in done[1]),
            "",
            "The same where trainings differ: each seed's average precision at each genre lies "
            "off by the standard deviation that is named, and the verdict is on the mean over "
            "seeds. At most .05 is promised from 3 seeds on; 1 seed cannot know.",
            "",
            "| planted | seeds | by average precision | by F1 |",
            "| --- | ---: | ---: | ---: |",
            *(f"| {name} | {_rates(studies)} |" for name, studies in _by_repeats(done[2])),
            "",
            f"Share of advantages found where seeds differ by {SEEDS:g} at every genre.",
            "",
            f"| advantage | seeds | {' | '.join(map(str, SUPPORTS))} |",
            f"| ---: | ---: |{' ---: |' * len(SUPPORTS)}",
            *(f"| {name} | {_powers(studies)} |" for name, studies in _by_repeats(done[3])),
        ]
    )


def _by_repeats(
    done: Sequence[tuple[Job, list[list[Study]]]],
) -> Iterator[tuple[str, list[Study]]]:
    for job, found in done:
        for number, studies in zip(job.repeats, found, strict=True):
            yield f"{job.scenario.name} | {number}", studies


def _rates(studies: Sequence[Study]) -> str:
    cells = []
    for false in ([s.false_by_precision for s in studies], [s.false_by_f1 for s in studies]):
        interval = binomtest(sum(false), len(false)).proportion_ci(method="exact")
        cells.append(f"{sum(false) / len(false):.3f} ({interval.low:.3f} to {interval.high:.3f})")
    return " | ".join(cells)


def _powers(studies: Sequence[Study]) -> str:
    return " | ".join(f"{share:.2f}" for share in power_by_support(studies))


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
        write_between_marks(options.write, "verdict simulation", tables)


if __name__ == "__main__":
    main()
