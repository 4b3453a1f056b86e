"""Run the benchmarks and write docs/performance.md, their table.

    python -m benchmarks.performance [NAME ...] [--data DIR]

Each benchmark runs in a fresh process. Results are kept in docs/performance.json, so that one that
is named runs again and the others' rows stay. DIR is a folder of films for length_batching, which
otherwise draws sample films.
"""

import argparse
import functools
import multiprocessing
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    branches,
    cnn_step,
    fit_overhead,
    input_pipeline,
    length_batching,
    lstm_step,
    memory,
    process_start,
    validate,
    warm_rerun,
)
from benchmarks.comparison import Comparison
from benchmarks.machine import this_machine
from benchmarks.performance_page import Result, Results, page, read_results, results_json

PAGE = Path("docs/performance.md")
KEPT = Path("docs/performance.json")
BENCHMARKS: dict[str, Callable[[], Comparison]] = {
    "lstm_step": lstm_step.compare,
    "cnn_step": cnn_step.compare,
    "cnn_epoch": fit_overhead.compare_cnn,
    "lstm_epoch": fit_overhead.compare_lstm,
    "input_pipeline": input_pipeline.compare,
    "branches": branches.compare,
    "process_start": process_start.compare,
    "warm_rerun": warm_rerun.compare,
    "memory_posters": memory.compare_posters,
    "memory_overviews": memory.compare_overviews,
    "validate": validate.compare,
    "length_batching": length_batching.compare,
}


def run(name: str, benchmark: Callable[[], Comparison]) -> Result:
    """Return what one benchmark measured, in a process of its own."""
    started = time.perf_counter()
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        comparison = pool.submit(benchmark).result()
    seconds = time.perf_counter() - started
    today = datetime.now(UTC).date()
    return Result(name, comparison, today, this_machine(), round(seconds))


def write(results: Results) -> None:
    """Write the page and what it is made from."""
    KEPT.write_bytes(results_json(results))
    PAGE.write_text(page(results), encoding="utf-8")


def chosen(names: Sequence[str], data: Path | None) -> dict[str, Callable[[], Comparison]]:
    """Return the benchmarks of these names, all where none is named."""
    every = dict(BENCHMARKS)
    every["length_batching"] = functools.partial(length_batching.compare, data)
    return {name: every[name] for name in every if not names or name in names}


def main() -> None:
    """Run, print and write, benchmark by benchmark: what is finished is kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    unknown = set(options.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no benchmark is named {', '.join(sorted(unknown))}: {', '.join(BENCHMARKS)}")
    results = read_results(KEPT.read_bytes()) if KEPT.exists() else {}
    for name, benchmark in chosen(options.names, options.data).items():
        print(f"{name} ...", flush=True)
        results[name] = run(name, benchmark)
        print(f"{results[name].comparison}\n", flush=True)
        write({name: results[name] for name in BENCHMARKS if name in results})


if __name__ == "__main__":
    main()
