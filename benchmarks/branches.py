"""The two branches side by side against one after the other, each in a fresh process.

    python -m benchmarks.branches [--films 400] [--rounds 3]

Prints the median and the spread of both, and their ratio: below 1, side by side is quicker.
"""

import argparse
import multiprocessing
import tempfile
import time
from pathlib import Path

from benchmarks.comparison import Comparison, Measured
from data_contracts.config import SampleConfig, StudyConfig
from data_contracts.references import Branch, OverviewExamplesRef, PosterExamplesRef
from modeling.devices import BRANCHES
from stages.ingest import read_tables, take_snapshot
from stages.locate import locate
from stages.preprocess import preprocess_overviews, preprocess_posters
from stages.split import split
from stages.validate import validate
from storage.checkpoints import Checkpoint
from storage.content_store import ContentStore
from storage.runs import Workspace

Examples = tuple[PosterExamplesRef, OverviewExamplesRef]


def train(branch: Branch, examples: Examples, config: StudyConfig) -> None:
    """Train one branch in this process."""
    from stages.train import train_cnn, train_lstm

    posters, overviews = examples
    workspace = Workspace(Path(config.output))
    checkpoint = Checkpoint(workspace.checkpoints, branch)
    if branch == "cnn":
        train_cnn(posters, config, workspace.store, checkpoint, on_epoch=lambda _: None)
    else:
        train_lstm(overviews, config, workspace.store, checkpoint, on_epoch=lambda _: None)


def seconds(examples: Examples, config: StudyConfig, *, side_by_side: bool) -> float:
    """Return the wall time of both trainings."""
    context = multiprocessing.get_context("spawn")
    started = time.perf_counter()
    processes = [context.Process(target=train, args=(b, examples, config)) for b in BRANCHES]
    for process in processes:
        process.start()
        if not side_by_side:
            process.join()
    for process in processes:
        process.join()
    return time.perf_counter() - started


def prepare(config: StudyConfig) -> Examples:
    """Return the training examples of sample films."""
    store: ContentStore = Workspace(Path(config.output)).store
    source = take_snapshot(locate(config), store)
    accepted = validate(read_tables(source, config, store), config, store)
    parts = split(accepted, config, store)
    posters = preprocess_posters(source, accepted, parts, config, store)
    return posters, preprocess_overviews(accepted, parts, config, store)


def compare(films: int = 400, rounds: int = 3) -> Comparison:
    """Measure, alternating the two ways."""
    with tempfile.TemporaryDirectory() as folder:
        config = StudyConfig(output=folder, sample=SampleConfig(films=films))
        examples = prepare(config)
        together, apart = [], []
        for _ in range(rounds):
            together.append(seconds(examples, config, side_by_side=True))
            apart.append(seconds(examples, config, side_by_side=False))
    return Comparison(
        Measured("both branches side by side", tuple(together), decimals=1),
        Measured("one after the other", tuple(apart), decimals=1),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--films", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    print(compare(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
