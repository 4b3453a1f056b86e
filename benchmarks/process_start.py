"""Processes that are forked from one that has imported everything, against spawned ones.

    python -m benchmarks.process_start [--processes 7] [--rounds 3]

Prints the median and the spread of both, and their ratio: the seconds until so many processes have
been started one after the other, by Prefect's own task runner and by ours, and each has imported
what a training needs. A study starts seven. The fork server starts with the first of each round.
"""

import argparse
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from prefect.task_runners import ProcessPoolTaskRunner

from benchmarks.comparison import Comparison, Measured
from flows.forked import ForkedTaskRunner


def import_all() -> None:
    """Import what a training imports."""
    import flows.genre_study  # noqa: F401
    from modeling.devices import load_tensorflow

    load_tensorflow()


def seconds(runner: type[ProcessPoolTaskRunner], processes: int) -> float:
    """Return how long that runner's processes take, started one after the other."""
    began = time.perf_counter()
    for _ in range(processes):
        with runner(1) as started:
            pool = started._executor  # noqa: SLF001 (a task would time Prefect's server too)
            if pool is None:
                raise RuntimeError("the task runner has no pool")
            pool.submit(import_all).result()
    return time.perf_counter() - began


def in_fresh_process(runner: type[ProcessPoolTaskRunner], processes: int) -> float:
    """Return the same, measured in a process that has no fork server yet, as a command has none."""
    with ProcessPoolExecutor(1, get_context("spawn")) as fresh:
        return fresh.submit(seconds, runner, processes).result()


def compare(processes: int = 7, rounds: int = 3) -> Comparison:
    """Measure both, in turns."""
    forked, spawned = [], []
    for _ in range(rounds):
        forked.append(in_fresh_process(ForkedTaskRunner, processes))
        spawned.append(in_fresh_process(ProcessPoolTaskRunner, processes))
    return Comparison(
        Measured(f"{processes} forked processes", tuple(forked), decimals=2),
        Measured(f"{processes} spawned processes", tuple(spawned), decimals=2),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--processes", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=3)
    print(compare(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
