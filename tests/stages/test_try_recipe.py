import numpy as np
import pytest

from stages.try_recipe import try_recipe, validation_value
from stages.tuning_films import tuning_films


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


def test_rare_genres_do_not_count():
    labels = np.array([[1, 0, 1], [1, 1, 0], [0, 0, 0], [0, 0, 0]], dtype=np.int8)
    probabilities = np.array(
        [[0.9, 0.9, 0.1], [0.2, 0.1, 0.5], [0.3, 0.5, 0.5], [0.1, 0.5, 0.5]], dtype=np.float32
    )

    assert validation_value(labels, probabilities, 2) == pytest.approx((1 + 2 / 3) / 2)
    assert np.isnan(validation_value(labels, probabilities, 3))
