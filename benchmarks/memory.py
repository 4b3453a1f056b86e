"""Peak memory of a training over 100,000 films, against one over 10,000.

    python -m benchmarks.memory {posters,overviews} [--films 100000 10000] [--folder workspace]

Each number of films is trained on in a fresh process by the study's own stage, whole: from the
opening of the examples through one epoch to the stored predictions, with posters and a vocabulary
of the reference recipe's size. The networks are small, so that so many steps are affordable: what a
network needs for a batch is the same however many films there are, and drops out of the difference.
Posters and overviews are those of a few hundred sample films in turn, each film with its own place
on the disk, which should be a real one: 100,000 posters take 1.3 GB, removed afterwards.

Prints by how much the peak rose above that of the imports for both numbers of films, and what each
film more takes. Reads Linux's /proc.
"""

import argparse
import importlib
import multiprocessing
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from benchmarks.comparison import Comparison, Measured
from benchmarks.many_films import many_overviews, many_posters
from data_contracts.config import StudyConfig
from data_contracts.recipe import CnnConfig, LstmConfig, Recipe, TrainingConfig
from data_contracts.references import OverviewExamplesRef, PosterExamplesRef
from storage.checkpoints import Checkpoint
from storage.content_store import ContentStore

EPOCH = TrainingConfig(epochs=1)
SMALL = Recipe(
    cnn=CnnConfig(stem_filters=4, block_filters=(4,), dense_units=(8,), training=EPOCH),
    lstm=LstmConfig(embedding_size=8, units=(4,), dense_units=8, training=EPOCH),
)
CONFIG = StudyConfig(recipe=SMALL, threads=2)
FILMS = (100_000, 10_000)
FOLDER = Path(StudyConfig().output)
KB_A_MB = 1024

P = ParamSpec("P")
R = TypeVar("R")


def posters_growth(examples: PosterExamplesRef, folder: Path) -> int:
    """Train on posters in this process and return by how many kB its peak rose."""
    from stages.train import train_cnn

    before = peak_kb()
    checkpoint = Checkpoint(folder, "cnn")
    train_cnn(examples, CONFIG, store_in(folder), checkpoint, on_epoch=lambda _: None)
    return peak_kb() - before


def overviews_growth(examples: OverviewExamplesRef, folder: Path) -> int:
    """Train on overviews in this process and return by how many kB its peak rose."""
    from stages.train import train_lstm

    before = peak_kb()
    checkpoint = Checkpoint(folder, "lstm")
    train_lstm(examples, CONFIG, store_in(folder), checkpoint, on_epoch=lambda _: None)
    return peak_kb() - before


def peak_kb() -> int:
    """Import all that a training needs, and return the largest memory this process has held.

    getrusage would count the memory of the process that started this one.
    """
    for library in ("keras", "tensorflow", "stages.train"):
        importlib.import_module(library)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    if found is None:
        raise RuntimeError("/proc/self/status names no VmHWM: this needs Linux")
    return int(found[1])


def store_in(folder: Path) -> ContentStore:
    """Return the store under a folder."""
    return ContentStore(folder / "store")


def in_fresh_process(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what the function returns in a process that has done nothing else."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


def compare_posters(films: Sequence[int] = FILMS, folder: Path = FOLDER) -> Comparison:
    """Measure the poster branch."""

    def growth_kb(number: int) -> int:
        with temporary(folder) as place:
            examples = in_fresh_process(many_posters, store_in(place), number)
            return in_fresh_process(posters_growth, examples, place)

    return compare("posters", growth_kb, films)


def compare_overviews(films: Sequence[int] = FILMS, folder: Path = FOLDER) -> Comparison:
    """Measure the overview branch."""

    def growth_kb(number: int) -> int:
        with temporary(folder) as place:
            examples = in_fresh_process(many_overviews, store_in(place), number)
            return in_fresh_process(overviews_growth, examples, place)

    return compare("overviews", growth_kb, films)


def compare(branch: str, growth_kb: Callable[[int], int], films: Sequence[int]) -> Comparison:
    """Measure both numbers of films, the larger first."""
    many, few = films
    of_many, of_few = growth_kb(many), growth_kb(few)
    return Comparison(
        measured(f"memory of a training on {many:,} films' {branch}, above the imports'", of_many),
        measured(f"on {few:,} films", of_few),
        remark=f"Each film more takes {(of_many - of_few) / (many - few):.2f} kB.",
    )


def measured(way: str, growth_kb: int) -> Measured:
    """Return one growth in MB."""
    return Measured(way, (growth_kb / KB_A_MB,), unit="MB", decimals=0)


@contextmanager
def temporary(folder: Path) -> Iterator[Path]:
    """Yield a folder on the disk of this one, removed afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="memory-") as place:
        yield Path(place)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("branch", choices=["posters", "overviews"])
    parser.add_argument("--films", type=int, nargs=2, default=FILMS)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    of = compare_posters if options.branch == "posters" else compare_overviews
    print(of(options.films, options.folder))


if __name__ == "__main__":
    main()
