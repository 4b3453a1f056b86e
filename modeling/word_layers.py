"""Parts of an overview network that look at words one by one.

All are made of what Keras itself can save and load. tokens: ids of shape (batch, tokens), padded on
the right with 0.
"""

from typing import TYPE_CHECKING

from data_contracts.examples import PADDING_ID

if TYPE_CHECKING:
    import keras


def without_words(vectors: "keras.KerasTensor", rate: float) -> "keras.KerasTensor":
    """Leave out this share of the words in training, each with its whole vector.

    vectors: shape (batch, tokens, size). Source: Iyyer et al., "Deep Unordered Composition Rivals
    Syntactic Methods for Text Classification" (ACL 2015), where what is left is not scaled.
    """
    from keras import layers

    return layers.Dropout(rate, noise_shape=(None, None, 1))(vectors) if rate else vectors


def mean_and_maximum(
    states: "keras.KerasTensor", tokens: "keras.KerasTensor"
) -> "keras.KerasTensor":
    """Return mean and maximum over the words, padding left out: (batch, 2 size).

    states: an LSTM's outputs at all words, (batch, tokens, size), which lie between -1 and 1.
    """
    from keras import ops

    real = _real(tokens)
    mean = ops.sum(states * real, axis=1) / _number(real)
    # Below -1 where padded, so that no padding is a maximum.
    maximum = ops.max(states * real - 2.0 * (1.0 - real), axis=1)
    return ops.concatenate([mean, maximum], axis=-1)


def _real(tokens: "keras.KerasTensor") -> "keras.KerasTensor":
    from keras import ops

    return ops.expand_dims(ops.cast(ops.not_equal(tokens, PADDING_ID), "float32"), axis=-1)


def _number(real: "keras.KerasTensor") -> "keras.KerasTensor":
    from keras import ops

    return ops.maximum(ops.sum(real, axis=1), 1.0)
