"""The poster branch's network."""

from typing import TYPE_CHECKING

from data_contracts.config import CnnConfig, ImageConfig
from data_contracts.examples import CHANNELS

if TYPE_CHECKING:
    import keras

_KERNEL = 3


def build_poster_cnn(genres: int, images: ImageConfig, config: CnnConfig) -> "keras.Model":
    """Build the study's CNN.

    Takes posters of shape (batch, height, width, 3), uint8 0..255, and gives a probability for
    each genre, shape (batch, genres). At the reference recipe with 25 genres it has 3,464,601
    parameters.
    """
    import keras
    from keras import layers

    posters = keras.Input((images.height, images.width, CHANNELS), dtype="uint8", name="poster")
    x = layers.Rescaling(1 / 255, name="unit_range")(posters)
    x = _convolution(config.stem_filters, strides=2)(x)
    x = layers.Dropout(config.block_dropout)(x)
    for filters in config.block_filters:
        x = _convolution(filters)(x)
        x = _convolution(filters)(x)
        x = layers.Dropout(config.block_dropout)(x)
        x = layers.MaxPooling2D()(x)
    x = layers.Flatten()(x)
    for units in config.dense_units:
        x = layers.Dense(units, activation="relu")(x)
        x = layers.Dropout(config.dense_dropout)(x)
    probabilities = layers.Dense(genres, activation="sigmoid", name="genres")(x)
    return keras.Model(posters, probabilities, name="poster_cnn")


def _convolution(filters: int, strides: int = 1) -> "keras.layers.Layer":
    from keras import layers

    return layers.Conv2D(filters, _KERNEL, strides=strides, padding="same", activation="relu")
