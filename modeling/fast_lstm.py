"""Keras's bidirectional LSTM, computed in another order and so several times faster on a CPU.

Keras multiplies each step's inputs by the kernel inside its loop over time. Here the inputs of all
steps are multiplied before the loop (modeling/lstm_recurrence.py), which is traced once for all
lengths. Weights, dropout masks and mathematics are those of the Keras layer.

Shapes are given in letters, as there, with x for the features of the input.
"""

from typing import Any

import keras
import tensorflow as tf
from keras import layers

from modeling.lstm_recurrence import GATES, Gates, recurrence


class FastBidirectional(layers.Layer):  # type: ignore[misc]  # Keras has no types
    """Computes what a layers.Bidirectional(layers.LSTM(...)) does, with that very layer's weights.

    The dropout masks too are drawn by that layer's cells, from their seeds. The layer has to be
    built, to concatenate its directions and to have Keras's default activations, and its input has
    to be masked and padded on the right: anything else raises InvalidArgumentError.
    """

    def __init__(self, plain: layers.Bidirectional) -> None:
        super().__init__(name=f"fast_{plain.name}")
        self.plain = plain
        self.supports_masking = True

    def call(
        self, sequences: tf.Tensor, mask: tf.Tensor, *, training: bool | None = None
    ) -> tf.Tensor:
        """Return the outputs at all steps, (b, t, 2 u), zero where padded, or the last: (b, 2 u).

        sequences: (b, t, x). mask: (b, t), true where there is a token.
        """
        lengths = _lengths(mask)
        outputs = []
        for side in (self.plain.forward_layer, self.plain.backward_layer):
            by_step, by_film = _orders(lengths, tf.shape(mask)[1], backwards=side.go_backwards)
            inputs = _reordered(sequences, by_step, by_film)
            states = _states(side.cell, inputs, training=bool(training))
            if side.return_sequences:
                states = _reordered(states, by_film, by_step)
                outputs.append(states * tf.cast(mask, states.dtype)[:, :, None])
            else:
                is_last = tf.one_hot(lengths - 1, tf.shape(mask)[1], axis=0)
                outputs.append(tf.reduce_sum(states * is_last[:, :, None], axis=0))
        return tf.concat(outputs, axis=-1)

    def compute_mask(self, sequences: tf.Tensor, mask: tf.Tensor) -> tf.Tensor | None:
        """Return the mask of the outputs: none for the last outputs alone."""
        return self.plain.compute_mask(sequences, mask)


def _lengths(mask: tf.Tensor) -> tf.Tensor:
    lengths = tf.reduce_sum(tf.cast(mask, tf.int32), axis=1)
    on_the_right = tf.sequence_mask(lengths, tf.shape(mask)[1])
    message = "The fast LSTM needs sequences that are padded on the right alone."
    with tf.control_dependencies([tf.debugging.assert_equal(mask, on_the_right, message)]):
        return tf.identity(lengths)


def _orders(
    lengths: tf.Tensor, steps: tf.Tensor, *, backwards: bool
) -> tuple[tf.Tensor, tf.Tensor]:
    # Where in a batch's rows the token of each step is, (t, b), and the step of each token, (b, t).
    # Padding is met last in both directions, where it can change no state that is used: the loop
    # needs no mask.
    films = tf.range(tf.shape(lengths)[0])
    tokens = tf.broadcast_to(tf.range(steps)[:, None], (steps, tf.size(films)))
    if backwards:
        reverse = lengths - 1 - tokens
        tokens = tf.where(reverse < 0, tokens, reverse)
    return films * steps + tokens, tf.transpose(tokens * tf.size(films) + films)


def _reordered(values: tf.Tensor, order: tf.Tensor, back: tf.Tensor) -> tf.Tensor:
    # TensorFlow's own gradient of a gather adds up rows one by one, which costs several times more.
    def gathered(values: tf.Tensor) -> tuple[tf.Tensor, Any]:
        return tf.gather(_rows(values), order), lambda up: tf.gather(_rows(up), back)

    return tf.custom_gradient(gathered)(values)


def _states(cell: layers.LSTMCell, inputs: tf.Tensor, *, training: bool) -> tf.Tensor:
    projected = _projected(cell, inputs, training=training)
    masks = [tf.ones((1, 1))] * GATES
    if training and cell.recurrent_dropout:
        masks = cell.get_recurrent_dropout_mask(projected[0][0])
        cell.reset_recurrent_dropout_mask()  # or the next batch would meet the same one
    return recurrence(projected, _by_gate(cell.recurrent_kernel), masks)


def _projected(cell: layers.LSTMCell, inputs: tf.Tensor, *, training: bool) -> Gates:
    # (t, b, x) to four of (t, b, u)
    masks = [tf.ones((1, 1))] * GATES
    if training and cell.dropout:
        drawn = cell.get_dropout_mask(inputs[0])
        masks = drawn if isinstance(drawn, list) else [drawn] * GATES
        cell.reset_dropout_mask()
    shape = (*tf.unstack(tf.shape(inputs)[:2]), cell.units)
    gates = zip(masks, _by_gate(cell.kernel), _by_gate(cell.bias), strict=True)
    return [
        tf.reshape(tf.nn.bias_add(tf.matmul(_rows(inputs * mask), kernel), bias), shape)
        for mask, kernel, bias in gates
    ]


def _by_gate(weight: keras.Variable) -> Gates:
    gates: Gates = tf.split(tf.convert_to_tensor(weight), GATES, axis=-1)
    return gates


def _rows(values: tf.Tensor) -> tf.Tensor:
    return tf.reshape(values, (-1, values.shape[-1]))
