"""Films and posters through ingest's tables and the contract, against only decoding the posters.

    python -m benchmarks.validate [--films 5000 50000] [--folder DIR]

Each number of sample films is measured in a fresh process that has been through the contract with
a few films before, so that imports and models count neither as time nor as growth. Prints
films a second, the floor's posters a second, and the growth of the peak memory in kB a film. The
films are drawn anew unless DIR holds them from an earlier call. All posters are distinct, for
shared ones would be remarked on film by film: 50,000 take 0.8 GB, and as much again while measured.
"""

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from benchmarks import comparison
from data_contracts.config import ContractConfig, StudyConfig
from stages.ingest import read_tables, take_snapshot
from stages.sample_films import make_sample_films
from stages.validate import validate
from storage.content_store import ContentStore

FEW_FILMS = 200
SEED = 2_026
CONFIG = StudyConfig(contract=ContractConfig(max_set_aside=0.5))


class Measured(NamedTuple):
    """One number of films: seconds of each step, and memory in kB before and at the peak."""

    posters: int
    snapshot: float
    tables: float
    contract: float
    floor: float
    before_kb: int
    peak_kb: int


def peak_kb() -> int:
    """Return the largest memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measure(films: Path, few: Path, results: Connection) -> None:
    """Run the contract over few films, then over all, and send what was measured."""
    with tempfile.TemporaryDirectory(dir=films.parent) as folder:
        store = ContentStore(Path(folder))
        validate(read_tables(take_snapshot(str(few), store), CONFIG, store), CONFIG, store)
        before, started = peak_kb(), time.perf_counter()
        source = take_snapshot(str(films), store)
        copied = time.perf_counter()
        tables = read_tables(source, CONFIG, store)
        read = time.perf_counter()
        validate(tables, CONFIG, store)
        done, peak = time.perf_counter(), peak_kb()
        posters = sorted((store.path(source.sha256) / "Images").iterdir())
        floor = decode_all(posters)
    times = (copied - started, read - copied, done - read, floor)
    results.send(Measured(len(posters), *times, before, peak))


def decode_all(posters: list[Path]) -> float:
    """Return the seconds that it takes to decode every poster and keep nothing."""
    started = time.perf_counter()
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        for _ in pool.map(decode, posters):
            pass
    return time.perf_counter() - started


def decode(poster: Path) -> None:
    """Decode one poster; one that cannot be is part of the floor too."""
    try:
        with Image.open(poster) as image:
            image.load()
    except OSError:
        return


def sample(folder: Path, films: int) -> Path:
    """Return a data set of so many films, drawn where it is not there yet."""
    place = folder / f"films-{films}"
    if not place.exists():
        make_sample_films(place, films, SEED)
    return place


def report(films: int, found: Measured) -> str:
    """Return one line of figures."""
    whole = found.tables + found.contract
    growth = (found.peak_kb - found.before_kb) / films
    return (
        f"{films:>7,} films: {films / whole:6.0f} films/s, "
        f"{found.posters / whole:.0f} posters/s, {1e3 * whole / films:.2f} ms a film "
        f"(snapshot {found.snapshot:.1f} s, tables "
        f"{found.tables:.1f} s, contract {found.contract:.1f} s); floor, decoding alone: "
        f"{found.posters / found.floor:6.0f} posters/s, {found.floor:.1f} s; tables are "
        f"{found.tables / found.floor:.2f} times the floor; peak {found.peak_kb / 1024:.0f} MB, "
        f"{growth:.1f} kB a film above {found.before_kb / 1024:.0f} MB"
    )


def measured(folder: Path, films: int) -> Measured:
    """Return what a fresh process measures of so many films."""
    receiver, sender = multiprocessing.get_context("spawn").Pipe(duplex=False)
    places = (sample(folder, films), sample(folder, FEW_FILMS), sender)
    process = multiprocessing.get_context("spawn").Process(target=measure, args=places)
    process.start()
    found: Measured = receiver.recv()
    process.join()
    return found


def compare(films: int = 5_000) -> comparison.Comparison:
    """Measure so many films for the table of benchmarks."""
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), films)
    growth = (found.peak_kb - found.before_kb) / films
    return comparison.Comparison(
        comparison.Measured(
            f"tables and contract of {films:,} films", (found.tables + found.contract,), decimals=1
        ),
        comparison.Measured("decoding their posters alone", (found.floor,), decimals=1),
        remark=f"The peak of memory rises by {growth:.1f} kB a film.",
    )


def main() -> None:
    """Measure each number of films in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--films", type=int, nargs="+", default=[5_000, 50_000])
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        last: tuple[int, Measured] | None = None
        for films in options.films:
            found = measured(options.folder or Path(temporary), films)
            print(report(films, found), flush=True)
            if last is not None:
                grown = (found.peak_kb - last[1].peak_kb) / (films - last[0])
                print(f"from {last[0]:,} to {films:,} films: {grown:.1f} kB a film", flush=True)
            last = films, found


if __name__ == "__main__":
    main()
