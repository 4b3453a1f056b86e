import numpy as np
import pytest

from stages.train import train_cnn, train_lstm
from stages.try_recipe import try_recipe, validation_value
from stages.tuning_films import tuning_films
from storage.checkpoints import Checkpoint
from storage.parquet import read_table
from tests.stages.test_train import voting


@pytest.mark.parametrize("branch", ["cnn", "lstm"])
def test_a_trial_trains_the_recipe_and_measures_it_on_validation_films(chain, branch):
    config = chain.study.config
    films = tuning_films(chain.source, chain.accepted, chain.split, config, chain.store)

    outcome = try_recipe(films, branch, config, chain.store)

    # The same recipe on the same films as in the study, so that the same network comes of it.
    model = chain.cnn if branch == "cnn" else chain.lstm
    assert outcome.parameters == model.parameters
    assert (outcome.epochs, outcome.best_epoch) == (model.epochs, model.best_epoch)
    assert 0 < outcome.value < 1


@pytest.mark.parametrize(("branch", "setting"), [("cnn", "patch_votes"), ("lstm", "ngram_votes")])
def test_a_trial_is_measured_with_the_votes_beside_its_network(
    chain, tmp_path, branch, setting, slow_votes
):
    slow_votes("try_recipe")
    config, store = voting(chain.study.config, branch, setting), chain.store
    evaluation = config.evaluation.model_copy(update={"min_support": 1})
    config = config.model_copy(update={"evaluation": evaluation})
    films = tuning_films(chain.source, chain.accepted, chain.split, config, store)
    train, examples = {
        "cnn": (train_cnn, chain.posters),
        "lstm": (train_lstm, chain.overviews),
    }[branch]

    outcome = try_recipe(films, branch, config, store)

    value = outcome.value
    assert outcome.seconds == 1_000
    ref = train(examples, config, store, Checkpoint(tmp_path, branch), lambda _: None)
    assert outcome.parameters == ref.parameters
    assert value == pytest.approx(stored_value(chain, ref, config), abs=1e-6)
    alone = stored_value(chain, getattr(chain, branch), config)
    assert abs(value - alone) > 1e-3


def stored_value(chain, model, config) -> float:
    """Return the value of a trained model from the predictions that are stored beside it."""
    said = read_table(chain.store.path(model.sha256) / "predictions.parquet")
    said = said[said["part"] == "validation"].set_index("Id")
    labels = read_table(chain.store.path(chain.accepted.labels.sha256) / "labels.parquet")
    truth = labels.set_index("Id").loc[said.index, list(config.genres)]
    return validation_value(truth.to_numpy(), said[list(config.genres)].to_numpy(), 1)


def test_rare_genres_do_not_count():
    labels = np.array([[1, 0, 1], [1, 1, 0], [0, 0, 0], [0, 0, 0]], dtype=np.int8)
    probabilities = np.array(
        [[0.9, 0.9, 0.1], [0.2, 0.1, 0.5], [0.3, 0.5, 0.5], [0.1, 0.5, 0.5]], dtype=np.float32
    )

    assert validation_value(labels, probabilities, 2) == pytest.approx((1 + 2 / 3) / 2)
    assert np.isnan(validation_value(labels, probabilities, 3))
