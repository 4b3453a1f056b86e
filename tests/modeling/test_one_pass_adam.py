import keras
import numpy as np
import pytest
import tensorflow as tf

from modeling.one_pass_adam import OnePassAdam

ADAMS = (keras.optimizers.Adam, OnePassAdam)


def weights_after(adam: type[keras.optimizers.Adam], gradients, **settings) -> list[np.ndarray]:
    """Return a matrix's weights after each gradient, and at last its two moments."""
    weights = keras.Variable(np.linspace(-1, 1, 15, dtype="float32").reshape(5, 3))
    optimizer = adam(0.05, **settings)
    after = []
    for gradient in gradients:
        optimizer.apply([gradient], [weights])
        after.append(np.array(weights))
    return [*after, *(np.array(moment) for moment in optimizer.variables[-2:])]


@pytest.mark.parametrize("settings", [{}, {"weight_decay": 0.1}, {"beta_1": 0.5, "epsilon": 1e-3}])
def test_dense_gradients_change_weights_as_keras_has_it(settings):
    rng = np.random.default_rng(3)
    gradients = [tf.constant(rng.normal(size=(5, 3)), tf.float32) for _ in range(20)]

    kerass, ours = (weights_after(adam, gradients, **settings) for adam in ADAMS)

    for expected, got in zip(kerass, ours, strict=True):
        np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-6)


def test_a_first_step_worked_out_by_hand():
    # m = 0.1 g and v = 0.001 g², corrected to g and g²: each weight moves by 0.05 g / |g|.
    gradient = tf.constant([[1.0, -2.0, 4.0]] * 5)

    (after, _, _) = weights_after(OnePassAdam, [gradient])

    moved = after - np.linspace(-1, 1, 15, dtype="float32").reshape(5, 3)
    assert moved == pytest.approx(np.tile([-0.05, 0.05, -0.05], (5, 1)), abs=1e-6)


def test_the_gradients_of_a_word_that_stands_twice_count_as_their_sum():
    rows = tf.constant([[1.0, 2.0, 3.0], [1.0, 1.0, 1.0], [3.0, 2.0, 1.0]])
    repeated = tf.IndexedSlices(rows, tf.constant([4, 0, 4]), tf.constant([5, 3]))
    summed = tf.convert_to_tensor(repeated)

    by_rows, dense = (weights_after(OnePassAdam, [given] * 3) for given in (repeated, summed))

    for expected, got in zip(dense, by_rows, strict=True):
        np.testing.assert_array_equal(got, expected)


def test_it_goes_on_from_its_variables():
    rng = np.random.default_rng(5)
    gradients = [tf.constant(rng.normal(size=(5, 3)), tf.float32) for _ in range(4)]
    whole, halves = (keras.Variable(np.ones((5, 3), "float32")) for _ in range(2))
    undisturbed, before, resumed = (OnePassAdam(0.05) for _ in range(3))

    for gradient in gradients:
        undisturbed.apply([gradient], [whole])
    for gradient in gradients[:2]:
        before.apply([gradient], [halves])
    resumed.build([halves])
    for variable, stored in zip(resumed.variables, before.variables, strict=True):
        variable.assign(stored)
    for gradient in gradients[2:]:
        resumed.apply([gradient], [halves])

    np.testing.assert_array_equal(np.array(halves), np.array(whole))
