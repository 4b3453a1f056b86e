"""What is trained on the features of a frozen network, and both as one model.

The head alone is trained, on features that were computed once. What is saved is the network with
the head on it, which takes what a model without a frozen network takes.
"""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.recipe import CnnConfig, LstmConfig
from modeling.log_odds import genre_probabilities, log_odds_of, probabilities

if TYPE_CHECKING:
    import keras

SCALED: Final = "scaled"
_LEAST_VARIANCE: Final = 1e-4
_FAR_BELOW: Final = 1e4
"""Taken from the vectors of padding, so that none of them is the largest."""


def build_poster_head(genres: int, features: int, config: CnnConfig) -> "keras.Model":
    """Build the dense layers on a backbone's features, shape (batch, features).

    Its layer `scaled` brings features to mean 0 and variance 1 as fit_scale says, and learns
    nothing. It gives a probability for each genre, shape (batch, genres).
    """
    import keras
    from keras import layers

    given = keras.Input((features,), name="backbone_features")
    x = layers.BatchNormalization(
        center=False, scale=False, epsilon=_LEAST_VARIANCE, trainable=False, name=SCALED
    )(given)
    x = layers.Dropout(config.block_dropout)(x)
    for units in config.dense_units:
        x = layers.Dense(units, activation="relu")(x)
        x = layers.Dropout(config.dense_dropout)(x)
    return keras.Model(given, genre_probabilities(x, genres), name="poster_head")


def fit_scale(head: "keras.Model", features: NDArray[np.float32]) -> None:
    """Give a poster head the mean and variance of its training films' features.

    Features that hardly vary are not blown up: _LEAST_VARIANCE is added to each variance.
    """
    head.get_layer(SCALED).set_weights([features.mean(axis=0), features.var(axis=0)])


def on_backbone(backbone: "keras.Model", head: "keras.Model") -> "keras.Model":
    """Return the head on the backbone: posters in, probabilities out.

    Its last convolution is the backbone's, as Grad-CAM needs it.
    """
    import keras

    log_odds = log_odds_of(head)(backbone.output)
    return keras.Model(backbone.input, probabilities(log_odds), name="poster_cnn")


def build_overview_head(genres: int, width: int, config: LstmConfig) -> "keras.Model":
    """Build the bidirectional LSTM on an encoder's vectors, shape (batch, tokens, width).

    Vectors of padding are zero, on the right. The last layer's states are pooled to their mean and
    their maximum over the tokens, beside the mean of the encoder's vectors. It gives a probability
    for each genre, shape (batch, genres).
    """
    import keras
    from keras import layers, ops

    vectors = keras.Input((None, width), name="token_vectors")
    known = ops.expand_dims(ops.any(ops.not_equal(vectors, 0), axis=-1), -1)
    known = ops.cast(known, "float32")
    x = layers.Masking()(vectors)
    for units in config.units:
        x = layers.Bidirectional(
            layers.LSTM(
                units,
                dropout=config.dropout,
                recurrent_dropout=config.recurrent_dropout,
                return_sequences=True,
                zero_output_for_mask=True,
            )
        )(x)
    pooled = [_mean(x, known), _maximum(x, known), _mean(vectors, known)]
    x = layers.Dropout(config.dense_dropout)(layers.Concatenate()(pooled))
    if config.dense_units:
        x = layers.Dense(config.dense_units, activation="relu")(x)
        x = layers.Dropout(config.dense_dropout)(x)
    return keras.Model(vectors, genre_probabilities(x, genres), name="overview_head")


def on_encoder(encoder: "keras.Model", head: "keras.Model") -> "keras.Model":
    """Return the head on the encoder: token ids in, probabilities out."""
    import keras

    log_odds = log_odds_of(head)(encoder.output)
    return keras.Model(encoder.input, probabilities(log_odds), name="overview_lstm")


def _mean(x: "keras.KerasTensor", known: "keras.KerasTensor") -> "keras.KerasTensor":
    from keras import ops

    return ops.sum(x * known, axis=1) / ops.maximum(ops.sum(known, axis=1), 1.0)


def _maximum(x: "keras.KerasTensor", known: "keras.KerasTensor") -> "keras.KerasTensor":
    from keras import ops

    return ops.max(x * known - (1.0 - known) * _FAR_BELOW, axis=1)
