"""The same films, settings and seed give the same study again, to the last bit."""

import multiprocessing
import shutil
from pathlib import Path

import numpy as np
import pytest

from data_contracts.config import StudyConfig
from data_contracts.films import CSV_NAME
from data_contracts.references import ContentRef, ModelRef
from data_contracts.training_record import TrainingRecord
from stages.evaluate import evaluate
from stages.ingest import read_tables, take_snapshot
from stages.preprocess import preprocess_overviews, preprocess_posters
from stages.split import split
from stages.train import train_cnn, train_lstm
from stages.validate import validate
from storage.checkpoints import Checkpoint
from storage.content_store import ContentStore
from storage.model_files import load_model
from storage.parquet import read_table
from tests.study_chain import Chain

TRAIN = {"cnn": train_cnn, "lstm": train_lstm}
THREADS = 2


def test_the_order_of_rows_does_not_matter(chain: Chain, film_folder, tmp_path: Path):
    turned = tmp_path / "films"
    shutil.copytree(film_folder, turned)
    header, *rows = (turned / CSV_NAME).read_text("utf-8").splitlines(keepends=True)
    (turned / CSV_NAME).write_text("".join([header, *reversed(rows)]), "utf-8")
    config, store = chain.study.config, ContentStore(tmp_path / "store")

    source = take_snapshot(str(turned), store)
    accepted = validate(read_tables(source, config, store), config, store)
    parts = split(accepted, config, store)

    assert source.sha256 != chain.source.sha256
    assert accepted.labels == chain.accepted.labels
    assert accepted.overviews == chain.accepted.overviews
    assert parts == chain.split
    assert preprocess_posters(source, accepted, parts, config, store) == chain.posters
    assert preprocess_overviews(accepted, parts, config, store) == chain.overviews


def train(branch: str, examples: ContentRef, config: StudyConfig, root: Path, told) -> None:
    """Train in this process, which has to be a fresh one, and send the model's reference."""
    checkpoint, store = Checkpoint(root / "checkpoints", branch), ContentStore(root / "store")
    told.send(TRAIN[branch](examples, config, store, checkpoint, lambda record: None))


def start(*arguments):
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=train, args=(*arguments, sender))
    process.start()
    return process, receiver


def end(process, receiver) -> ModelRef:
    ref = receiver.recv()
    process.join()
    return ref


def without_time(folder: Path) -> tuple[object, ...]:
    record = TrainingRecord.model_validate_json((folder / "training.json").read_bytes())
    return tuple(epoch.model_copy(update={"seconds": 0.0}) for epoch in record.history)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_branches_trained_together_or_in_turn_are_the_same(chain: Chain, tmp_path: Path):
    shutil.copytree(chain.store.root, tmp_path / "store")
    config = chain.study.config.model_copy(update={"threads": THREADS})
    examples = {"cnn": chain.posters, "lstm": chain.overviews}

    started = [start(branch, examples[branch], config, tmp_path) for branch in TRAIN]
    together = tuple(end(*one) for one in started)
    in_turn = tuple(end(*start(branch, examples[branch], config, tmp_path)) for branch in TRAIN)

    store = ContentStore(tmp_path / "store")
    for pair in zip(together, in_turn, strict=True):
        folders = [store.path(ref.sha256) for ref in pair]
        tables = [read_table(folder / "predictions.parquet") for folder in folders]
        assert tables[0].equals(tables[1])
        weights = [load_model(folder).get_weights() for folder in folders]
        assert all(np.array_equal(a, b) for a, b in zip(*weights, strict=True))
        histories = [without_time(folder) for folder in folders]
        assert histories[0] == histories[1]
        records = [(folder / "training.json").read_bytes() for folder in folders]
        assert [TrainingRecord.model_validate_json(r).threads for r in records] == [THREADS] * 2
    measured = [
        evaluate(models, chain.baselines, chain.accepted, chain.split, config, store)
        for models in (together, in_turn)
    ]
    assert measured[0] == measured[1]
