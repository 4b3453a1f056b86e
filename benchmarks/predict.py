"""New films through LiteRT and through Keras: one from a cold start, and a whole set.

    python -m benchmarks.predict DATA [--workspace workspace] [--run latest] [--rounds 3]

DATA: a folder of films to ask about. Prints the median of seconds of wall time and of processor
time, of each in a process of its own that imports what it needs; and films a minute of wall time.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from stages.predictors import Predictors, find_predictors
from storage.runs import Workspace

ENGINES: Final = ("litert", "keras")


class Seconds(NamedTuple):
    """What one process took."""

    wall: float
    processor: float


def through_keras(predictors: Predictors) -> Predictors:
    """Return the same models as if none could be converted to LiteRT."""

    def unconverted(branch: str) -> dict[str, object]:
        return {"not_lite": f"{branch} is asked through Keras to measure it"}

    by_branch = {}
    for branch, one in predictors.by_branch.items():
        models = {**one.predictor.models, branch: one.model.model_copy(update=unconverted(branch))}
        by_branch[branch] = replace(
            one, predictor=one.predictor.model_copy(update={"models": models})
        )
    return replace(predictors, by_branch=by_branch)


def ask(workspace: Path, run: str, data: Path, engine: str, *, whole: bool) -> int:
    """Answer for the first film of a set, or for all of it; return how many films that were."""
    from stages.predict_film import predict_film
    from stages.predict_films import predict_films

    there = Workspace(workspace)
    predictors = find_predictors(there, run)
    if engine == "keras":
        predictors = through_keras(predictors)
    if whole:
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "answers.parquet"
            return predict_films(str(data), output, predictors, there.store).films
    poster = min((data / "Images").iterdir())
    predict_film(poster, "A sheriff rides into the dusty town at noon.", predictors, there.store)
    return 1


def in_own_process(arguments: list[str]) -> tuple[Seconds, int]:
    """Return what a process that asks takes, and of how many films."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.predict", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Seconds(wall, processor), int(done.stdout.split()[-1])


def median(measure: Callable[[], tuple[Seconds, int]], rounds: int) -> tuple[Seconds, int]:
    """Return the medians of several rounds, and the films of each."""
    found = [measure() for _ in range(rounds)]
    walls, processors = zip(*(seconds for seconds, _ in found), strict=True)
    return Seconds(statistics.median(walls), statistics.median(processors)), found[0][1]


def main() -> None:
    """Measure, or, with --engine, answer once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--workspace", type=Path, default=Path("workspace"))
    parser.add_argument("--run", default="latest")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--whole", action="store_true")
    told = parser.parse_args()
    if told.engine is not None:
        print(ask(told.workspace, told.run, told.data, told.engine, whole=told.whole))
        return
    given = [str(told.data), "--workspace", str(told.workspace), "--run", told.run]
    for engine in ENGINES:
        one = [*given, "--engine", engine]
        alone, _ = median(partial(in_own_process, one), told.rounds)
        seconds, films = median(partial(in_own_process, [*one, "--whole"]), told.rounds)
        print(
            f"{engine}: one film {alone.wall:.1f} s ({alone.processor:.1f} s of processor time); "
            f"{films:,} films {seconds.wall:.1f} s ({seconds.processor:.1f} s), "
            f"{60 * films / seconds.wall:,.0f} films a minute"
        )


if __name__ == "__main__":
    main()
