import keras
import numpy as np
import pytest

from data_contracts.recipe import TrainingConfig
from modeling.averaging import Averaging
from modeling.optimisation import new_optimizer

CONFIG = TrainingConfig(averaging=0.75, learning_rate=0.1)
FILMS = (np.ones((12, 2)), np.ones((12, 1)))


def new_model(config: TrainingConfig) -> keras.Model:
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(new_optimizer(config), "mse")
    return model


def test_fit_leaves_the_average_of_its_steps_and_training_goes_on_from_the_last_one():
    model, averaging, steps = new_model(CONFIG), Averaging(CONFIG), []
    note = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: steps.append(model.get_weights()[0])
    )

    fitted = model.fit(
        *FILMS,
        batch_size=4,
        verbose=0,
        validation_data=FILMS,
        callbacks=[*averaging.callbacks(model), note],
    )

    first, second, third = steps
    average = 0.75 * (0.75 * first + 0.25 * second) + 0.25 * third
    assert model.get_weights()[0] == pytest.approx(average, abs=1e-5)
    (loss,) = fitted.history["val_loss"]
    assert loss == pytest.approx(model.evaluate(*FILMS, verbose=0), rel=1e-4)
    averaging.go_on(model)
    assert model.get_weights()[0] == pytest.approx(third, abs=1e-5)


def test_without_averaging_nothing_is_added_to_fit():
    config = TrainingConfig(learning_rate=0.1)
    model, averaging = new_model(config), Averaging(config)
    assert averaging.callbacks(model) == []
    model.fit(*FILMS, verbose=0)
    trained = model.get_weights()

    averaging.go_on(model)

    assert np.array_equal(model.get_weights()[0], trained[0])
