"""The two branches side by side against one after the other, each in a fresh process.

    python -m benchmarks.branches [--films 600] [--rounds 3]

Prints the median and the spread of both, and their ratio: below 1, side by side is quicker.
"""

import argparse
import multiprocessing
import tempfile
import time
from pathlib import Path

from benchmarks.timing import report_pair
from data_contracts.config import SampleConfig, StudyConfig
from data_contracts.references import OverviewExamplesRef, PosterExamplesRef
from stages.ingest import read_tables, take_snapshot
from stages.locate import locate
from stages.preprocess import preprocess_overviews, preprocess_posters
from stages.split import split
from stages.validate import validate
from storage.checkpoints import Checkpoint
from storage.content_store import ContentStore
from storage.runs import Workspace

Examples = tuple[PosterExamplesRef, OverviewExamplesRef]


def train(branch: int, examples: Examples, config: StudyConfig) -> None:
    """Train one branch in this process."""
    from stages.train import train_cnn, train_lstm

    workspace = Workspace(Path(config.output))
    checkpoint = Checkpoint(workspace.checkpoints, str(branch))
    stage = (train_cnn, train_lstm)[branch]
    stage(examples[branch], config, workspace.store, checkpoint, lambda _: None)  # type: ignore[operator]


def seconds(examples: Examples, config: StudyConfig, *, side_by_side: bool) -> float:
    """Return the wall time of both trainings."""
    context = multiprocessing.get_context("spawn")
    started = time.perf_counter()
    processes = [context.Process(target=train, args=(b, examples, config)) for b in (0, 1)]
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


def main() -> None:
    """Measure, alternating the two ways."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--films", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = StudyConfig(output=folder, sample=SampleConfig(films=arguments.films))
        examples = prepare(config)
        together, apart = [], []
        for _ in range(arguments.rounds):
            together.append(seconds(examples, config, side_by_side=True))
            apart.append(seconds(examples, config, side_by_side=False))
    report_pair("branches side by side", together, "one after the other", apart)


if __name__ == "__main__":
    main()
