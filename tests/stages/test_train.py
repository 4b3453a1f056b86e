from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from data_contracts.examples import (
    OVERVIEWS_FILE,
    PART,
    TEXT_FILE,
    TOKENS,
    VOCABULARY_FILE,
    TextReading,
)
from data_contracts.training_record import TrainingRecord
from modeling.text import pad
from stages.train import train_cnn, train_lstm
from storage.checkpoints import Checkpoint
from storage.model_files import load_model
from storage.parquet import read_table
from storage.tfrecord import open_part


@pytest.mark.parametrize("branch", ["cnn", "lstm"])
def test_a_branch_leaves_model_history_and_predictions(chain, branch):
    ref = getattr(chain, branch)
    folder = chain.store.path(ref.sha256)

    history = pd.read_csv(folder / "history.csv")
    record = TrainingRecord.model_validate_json((folder / "training.json").read_bytes())
    predictions = pq.read_table(folder / "predictions.parquet").to_pandas()

    assert history["epoch"].tolist() == [1, 2]
    assert ref.best_epoch == 1 + int(history["val_loss"].argmin()) == record.best_epoch
    assert ref.parameters == load_model(folder).count_params() == record.parameters
    genres = list(chain.study.config.genres)
    assert predictions.columns.tolist() == ["Id", "part", *genres]
    assert predictions["Id"].is_monotonic_increasing
    assert len(predictions) == chain.accepted.films
    assert predictions[genres].to_numpy().min() >= 0
    assert predictions[genres].to_numpy().max() <= 1


def test_stored_predictions_are_those_of_the_stored_model(chain):
    folder = chain.store.path(chain.cnn.sha256)
    examples = open_part(chain.store.path(chain.posters.sha256), "test")

    expected = load_model(folder).predict(examples.posters[np.arange(len(examples.ids))], verbose=0)

    stored = read_table(folder / "predictions.parquet").set_index("Id")
    genres = list(chain.study.config.genres)
    assert np.allclose(stored.loc[examples.ids, genres], expected, atol=1e-6)


@pytest.mark.parametrize("name", [VOCABULARY_FILE, TEXT_FILE])
def test_the_overview_branch_keeps_how_its_token_ids_are_made(chain, name):
    kept = chain.store.path(chain.lstm.sha256) / name
    made = chain.store.path(chain.overviews.sha256) / name

    assert kept.read_bytes() == made.read_bytes()


def test_how_overviews_are_read_is_what_the_recipe_says(chain):
    content = (chain.store.path(chain.lstm.sha256) / TEXT_FILE).read_bytes()

    assert TextReading.model_validate_json(content) == TextReading(max_tokens=20)


def test_every_epoch_is_told(chain):
    assert [record.epoch for record in chain.epochs] == [1, 2, 1, 2]


def test_a_stopped_training_goes_on_and_ends_with_the_same_predictions(chain, tmp_path):
    @dataclass
    class StoppedError(Exception):
        pass

    def stop(_):
        raise StoppedError

    config, checkpoint = chain.study.config, Checkpoint(tmp_path, "stopped")
    with pytest.raises(StoppedError):
        train_cnn(chain.posters, config, chain.store, checkpoint, stop)
    told = []

    ref = train_cnn(chain.posters, config, chain.store, checkpoint, told.append)

    assert [record.epoch for record in told] == [2]
    name = "predictions.parquet"
    again = read_table(chain.store.path(ref.sha256) / name)
    assert again.equals(read_table(chain.store.path(chain.cnn.sha256) / name))
    assert checkpoint.load() is None


def voting(config, branch: str, setting: str):
    """Return the settings with nine tenths of a branch's answers left to votes."""
    changed = getattr(config.recipe, branch).model_copy(update={setting: 0.9})
    recipe = config.recipe.model_copy(update={branch: changed})
    return config.model_copy(update={"recipe": recipe})


def asked_of_test_films(chain, branch: str) -> tuple[list[str], np.ndarray]:
    """Return the Ids of the test films, and what the branch's model takes of them."""
    if branch == "cnn":
        examples = open_part(chain.store.path(chain.posters.sha256), "test")
        return examples.ids, examples.posters[np.arange(len(examples.ids))]
    films = read_table(chain.store.path(chain.overviews.sha256) / OVERVIEWS_FILE)
    test = films[films[PART] == "test"]
    return test["Id"].tolist(), pad([np.asarray(ids, np.int32) for ids in test[TOKENS]])


@pytest.mark.parametrize(("branch", "setting"), [("cnn", "patch_votes"), ("lstm", "ngram_votes")])
def test_votes_have_their_share_in_what_is_stored(chain, tmp_path, branch, setting, slow_votes):
    slow_votes("train")
    config, store = voting(chain.study.config, branch, setting), chain.store
    train, examples = {
        "cnn": (train_cnn, chain.posters),
        "lstm": (train_lstm, chain.overviews),
    }[branch]

    ref = train(examples, config, store, Checkpoint(tmp_path, branch), lambda _: None)

    ids, asked = asked_of_test_films(chain, branch)
    folder, without = store.path(ref.sha256), getattr(chain, branch)
    expected = load_model(folder).predict(asked, verbose=0)
    genres = list(config.genres)
    stored = read_table(folder / "predictions.parquet").set_index("Id").loc[ids, genres]
    assert np.allclose(stored, expected, atol=1e-5)
    alone = read_table(store.path(without.sha256) / "predictions.parquet").set_index("Id")
    assert not np.allclose(alone.loc[ids, genres], expected, atol=1e-2)
    assert ref.parameters > without.parameters
    record = TrainingRecord.model_validate_json((folder / "training.json").read_bytes())
    assert record.seconds == 1_000
