"""A training that is killed again and again ends like one that was left alone."""

import multiprocessing
import os
import random
import signal
from pathlib import Path

import numpy as np
import pytest

from data_contracts.config import StudyConfig
from data_contracts.recipe import TrainingConfig
from data_contracts.references import ModelRef
from stages.train import train_cnn, train_lstm
from storage.checkpoints import Checkpoint
from storage.content_store import ContentStore
from storage.model_files import load_model
from storage.parquet import read_table

pytestmark = [pytest.mark.ops, pytest.mark.timeout(1_800)]

KILLS = 5
EPOCHS = 12
BRANCHES = {"cnn": (train_cnn, "posters"), "lstm": (train_lstm, "overviews")}


def twelve_epochs(config: StudyConfig) -> StudyConfig:
    training = TrainingConfig(epochs=EPOCHS, batch_size=8, learning_rate=3e-3)
    recipe = config.recipe
    update = {
        branch: getattr(recipe, branch).model_copy(update={"training": training})
        for branch in BRANCHES
    }
    return config.model_copy(update={"recipe": recipe.model_copy(update=update)})


def train(branch: str, examples, config, root: Path, store: Path, told) -> None:
    """Train in this process, telling after each epoch, and tell the model's reference last."""
    stage, _ = BRANCHES[branch]
    checkpoint = Checkpoint(root, branch)
    ref = stage(examples, config, ContentStore(store), checkpoint, lambda r: told.send(r.epoch))
    told.send(ref)


def start(*arguments):
    # Spawned, not forked: a fresh process is what a branch has.
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=train, args=(*arguments, sender))
    process.start()
    sender.close()
    return process, receiver


def messages(process, receiver) -> list:
    heard = []
    try:
        while True:
            heard.append(receiver.recv())
    except EOFError:
        process.join()
    return heard


@pytest.mark.parametrize("branch", BRANCHES)
def test_killed_at_random_moments(branch, chain, tmp_path: Path):
    # Five moments of each branch: ten in all.
    config = twelve_epochs(chain.study.config)
    examples = getattr(chain, BRANCHES[branch][1])
    store = chain.store.root
    *_, undisturbed = messages(*start(branch, examples, config, tmp_path / "calm", store))
    moments = random.Random(20)
    epochs_done = 0
    for _ in range(KILLS):
        process, receiver = start(branch, examples, config, tmp_path / "killed", store)
        first = receiver.recv()
        if isinstance(first, ModelRef):
            break
        assert first == epochs_done + 1
        # Anywhere within the next epochs: in a step, in the checkpoint's write, between the two.
        process.join(moments.uniform(0, 0.4))
        os.kill(process.pid, signal.SIGKILL)
        heard = [m for m in messages(process, receiver) if not isinstance(m, ModelRef)]
        saved = Checkpoint(tmp_path / "killed", branch).load()
        if saved is None:
            break
        epochs_done = len(saved[1])
        assert epochs_done >= max([first, *heard])
    *_, survivor = messages(*start(branch, examples, config, tmp_path / "killed", store))

    assert isinstance(survivor, ModelRef)
    for expected, found in zip(*map(weights, (undisturbed, survivor), [store] * 2), strict=True):
        assert np.array_equal(expected, found)
    first, second = (
        read_table(ContentStore(store).path(ref.sha256) / "predictions.parquet")
        for ref in (undisturbed, survivor)
    )
    assert first.equals(second)
    assert list((tmp_path / "killed").iterdir()) == []
    ContentStore(store).sweep()
    assert list(store.glob(".staging-*")) == []


def weights(ref: ModelRef, store: Path) -> list[np.ndarray]:
    return load_model(ContentStore(store).path(ref.sha256)).get_weights()
