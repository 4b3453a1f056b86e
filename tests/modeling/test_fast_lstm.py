import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from modeling.fast_lstm import FastBidirectional

FILMS, STEPS, FEATURES, UNITS = 5, 7, 4, 3
LENGTHS = np.array([7, 1, 4, 0, 7])


def batch(steps: int = STEPS) -> tuple[tf.Tensor, tf.Tensor]:
    values = np.random.default_rng(1).normal(size=(FILMS, steps, FEATURES)).astype(np.float32)
    return tf.constant(values), tf.sequence_mask(LENGTHS.clip(max=steps), steps)


def new_layer(*, return_sequences: bool, dropout: float, recurrent_dropout: float):
    keras.utils.set_random_seed(3)
    lstm = layers.LSTM(
        UNITS,
        dropout=dropout,
        recurrent_dropout=recurrent_dropout,
        return_sequences=return_sequences,
        bias_initializer=keras.initializers.RandomNormal(1.0),
    )
    layer = layers.Bidirectional(lstm)
    layer.build((None, None, FEATURES))
    return layer


def outputs_and_gradients(layer, seeded, sequences, mask, *, training: bool):
    """seeded: the Keras layer, whose random state starts from the same place each time."""
    for variable in seeded.non_trainable_variables:
        variable.assign(np.array([4, 2], dtype=np.uint32))

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            tape.watch(sequences)
            outputs = layer(sequences, mask=mask, training=training)
            # Every output counts differently, so that no two errors can cancel.
            loss = tf.reduce_sum(
                tf.sin(tf.range(tf.size(outputs), dtype=tf.float32) + 1)
                * (tf.reshape(outputs, (-1,)))
            )
        return outputs, tape.gradient(loss, [sequences, *seeded.trainable_variables])

    outputs, gradients = step()
    return [np.asarray(tensor) for tensor in (outputs, *gradients)]


@pytest.mark.parametrize("return_sequences", [True, False])
@pytest.mark.parametrize(
    ("dropout", "recurrent_dropout", "training"),
    [(0.5, 0.2, False), (0.5, 0.2, True), (0.0, 0.2, True), (0.0, 0.0, True)],
)
def test_outputs_and_gradients_are_those_of_keras(
    return_sequences, dropout, recurrent_dropout, training
):
    plain = new_layer(
        return_sequences=return_sequences, dropout=dropout, recurrent_dropout=recurrent_dropout
    )
    fast = FastBidirectional(plain)

    expected = outputs_and_gradients(plain, plain, *batch(), training=training)
    found = outputs_and_gradients(fast, plain, *batch(), training=training)

    assert len(found) == 8  # outputs, sequences, and three weights each way
    for keras_result, our_result in zip(expected, found, strict=True):
        assert np.abs(keras_result).max() > 0.01
        np.testing.assert_allclose(our_result, keras_result, rtol=1e-5, atol=1e-6)


def test_an_input_mask_shared_by_the_gates_is_keras_too():
    # Without dropout of the recurrent state, Keras draws one mask for all gates.
    plain = new_layer(return_sequences=True, dropout=0.5, recurrent_dropout=0.0)

    expected = outputs_and_gradients(plain, plain, *batch(), training=True)
    found = outputs_and_gradients(FastBidirectional(plain), plain, *batch(), training=True)

    for keras_result, our_result in zip(expected, found, strict=True):
        np.testing.assert_allclose(our_result, keras_result, rtol=1e-5, atol=1e-6)


def test_each_batch_gets_masks_of_its_own():
    plain = new_layer(return_sequences=False, dropout=0.5, recurrent_dropout=0.2)
    fast = FastBidirectional(plain)
    sequences, mask = batch()

    first, second = (np.asarray(fast(sequences, mask=mask, training=True)) for _ in range(2))

    assert not np.allclose(first, second, atol=1e-3)


@pytest.mark.parametrize("films", [FILMS, None])
def test_one_trace_serves_all_lengths(films):
    plain = new_layer(return_sequences=False, dropout=0.0, recurrent_dropout=0.0)
    fast = FastBidirectional(plain)
    signature = [
        tf.TensorSpec((films, None, FEATURES), tf.float32),
        tf.TensorSpec((films, None), tf.bool),
    ]

    @tf.function(input_signature=signature)
    def traced(sequences, mask):
        outputs = fast(sequences, mask=mask)
        return outputs, tf.gradients(outputs, sequences)[0]

    for steps in (STEPS, 3):
        sequences, mask = batch(steps)
        outputs, gradient = traced(sequences, mask)
        np.testing.assert_allclose(outputs, plain(sequences, mask=mask), rtol=1e-5, atol=1e-6)
        assert gradient.shape == sequences.shape
    assert traced.experimental_get_tracing_count() == 1


def test_padding_on_the_left_is_refused():
    fast = FastBidirectional(new_layer(return_sequences=True, dropout=0.0, recurrent_dropout=0.0))
    sequences, mask = batch()

    with pytest.raises(tf.errors.InvalidArgumentError, match="padded on the right alone"):
        fast(sequences, mask=mask[:, ::-1])
