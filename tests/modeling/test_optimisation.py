import keras
import numpy as np
import pytest

from data_contracts.recipe import TrainingConfig
from modeling.optimisation import asymmetric_loss, loss_function, new_optimizer, start_at_prior


def dense_model(genres: int) -> keras.Model:
    output = keras.layers.Dense(genres, activation="sigmoid", name="genres")
    return keras.Sequential([keras.Input((2,)), output])


def test_the_default_is_the_studys_adam_and_cross_entropy():
    optimizer = new_optimizer(TrainingConfig())

    assert isinstance(optimizer, keras.optimizers.Adam)
    assert optimizer.weight_decay is None
    assert not optimizer.use_ema
    assert loss_function(TrainingConfig()) == "binary_crossentropy"


def test_kernels_decay_and_biases_do_not():
    model = dense_model(2)
    model.get_layer("genres").bias.assign([1.0, 1.0])
    kernel = model.get_weights()[0]
    optimizer = new_optimizer(TrainingConfig(weight_decay=0.5, learning_rate=0.1))
    optimizer.build(model.trainable_variables)

    nothing = [np.zeros(variable.shape, "float32") for variable in model.trainable_variables]
    optimizer.apply(nothing, model.trainable_variables)

    assert model.get_weights()[0] == pytest.approx(kernel * (1 - 0.5 * 0.1), rel=1e-5)
    assert model.get_weights()[1] == pytest.approx([1.0, 1.0])


def test_the_asymmetric_loss_weighs_what_lacks_a_genre_by_how_far_off_it_is():
    truth = np.array([[1.0, 0.0], [0.0, 0.0]], dtype="float32")
    p = np.array([[0.3, 0.1], [0.5, 0.9]], dtype="float32")

    losses = np.asarray(asymmetric_loss(truth, p))

    first = -(np.log(0.3) + 0.1**2 * np.log(0.9)) / 2
    second = -(0.5**2 * np.log(0.5) + 0.9**2 * np.log(0.1)) / 2
    assert losses == pytest.approx([first, second], rel=1e-4)


def test_a_model_that_knows_nothing_starts_at_each_genres_share():
    model = dense_model(3)
    labels = np.zeros((99, 3), dtype=np.int8)
    labels[:24, 0] = 1
    labels[:, 2] = 1

    start_at_prior(model, labels)

    shares = model.predict(np.zeros((1, 2)), verbose=0)[0]
    assert shares == pytest.approx([0.245, 0.005, 0.995], rel=1e-4)
