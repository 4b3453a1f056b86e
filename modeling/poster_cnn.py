"""The poster branch's network."""

from typing import TYPE_CHECKING

from data_contracts.examples import CHANNELS
from data_contracts.recipe import CnnConfig, ImageConfig
from modeling.log_odds import genre_probabilities

if TYPE_CHECKING:
    import keras

_KERNEL = 3
_MOMENTUM = 0.9
"""Of batch normalisation's moving figures: an epoch of a few thousand films has few steps."""


def build_poster_cnn(genres: int, images: ImageConfig, config: CnnConfig) -> "keras.Model":
    """Build the study's CNN, or what the configuration makes of it.

    Takes posters of shape (batch, height, width, 3), uint8 0..255, and gives a probability for
    each genre, shape (batch, genres). At the reference recipe with 25 genres it has 3,464,601
    parameters.
    """
    import keras
    from keras import layers

    posters = keras.Input((images.height, images.width, CHANNELS), dtype="uint8", name="poster")
    x = layers.Rescaling(1 / 255, name="unit_range")(posters)
    x = _convolved(x, config.stem_filters, config, strides=2)
    x = layers.Dropout(config.block_dropout)(x)
    for filters in config.block_filters:
        x = _convolved(x, filters, config)
        x = _convolved(x, filters, config)
        x = layers.Dropout(config.block_dropout)(x)
        x = layers.MaxPooling2D()(x)
    x = layers.GlobalAveragePooling2D()(x) if config.pooling == "average" else layers.Flatten()(x)
    for units in config.dense_units:
        x = layers.Dense(units, activation="relu")(x)
        x = layers.Dropout(config.dense_dropout)(x)
    return keras.Model(posters, genre_probabilities(x, genres), name="poster_cnn")


def _convolved(
    x: "keras.KerasTensor", filters: int, config: CnnConfig, strides: int = 1
) -> "keras.KerasTensor":
    # Normalised after the activation, so that the last convolution gives the maps of which
    # modeling/grad_cam.py makes its heat.
    from keras import layers

    x = layers.Conv2D(filters, _KERNEL, strides=strides, padding="same", activation="relu")(x)
    return (
        layers.BatchNormalization(momentum=_MOMENTUM)(x) if config.normalisation == "batch" else x
    )
