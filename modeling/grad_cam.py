"""Where in a poster the CNN finds a genre.

Source: Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based
Localization" (ICCV 2017), equations 1 and 2.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from modeling.arrays import FloatArray
from modeling.log_odds import log_odds_of

if TYPE_CHECKING:
    import keras

_AT_ONCE: Final = 4
"""Posters whose maps, of every layer up to the last convolution, are in memory together."""


def grad_cam(
    model: "keras.Model", posters: NDArray[np.uint8], genres: Sequence[int] | NDArray[np.intp]
) -> FloatArray:
    """Return the heat of each poster for its genre: (posters, rows, columns), 0 to 1.

    posters: (posters, height, width, 3); genres: (posters,), places among the model's outputs.
    The cells are those of the model's last convolution. As in the paper, the feature maps are
    weighted by the mean gradient of the genre's score before the sigmoid, and what speaks against
    the genre is cut off at 0. Then each poster's heat is divided by its largest; a poster in which
    nothing speaks for the genre has heat 0 everywhere. Votes of a backbone's features are seen as
    far as they read those maps, votes of patches are not.
    """
    asked, wanted = _maps_and_log_odds(model), np.asarray(genres)
    few = [slice(first, first + _AT_ONCE) for first in range(0, len(posters), _AT_ONCE)]
    return _scaled(np.concatenate([_heat(asked, posters[of], wanted[of]) for of in few]))


def _heat(
    asked: "keras.Model", posters: NDArray[np.uint8], genres: NDArray[np.intp]
) -> NDArray[np.float32]:
    import tensorflow as tf

    with tf.GradientTape() as tape:
        maps, log_odds = asked(posters, training=False)
        score = tf.gather(log_odds, genres, axis=1, batch_dims=1)
    gradients = tape.gradient(score, maps)
    weights = tf.reduce_mean(gradients, axis=(1, 2), keepdims=True)
    heat: NDArray[np.float32] = tf.nn.relu(tf.reduce_sum(weights * maps, axis=-1)).numpy()
    return heat


def _maps_and_log_odds(model: "keras.Model") -> "keras.Model":
    """Return the model up to its last convolution's maps and to its log-odds."""
    import keras

    maps = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)][-1].output
    return keras.Model(model.input, [maps, log_odds_of(model).output])


def _scaled(heat: NDArray[np.float32]) -> FloatArray:
    largest = heat.max(axis=(1, 2), keepdims=True)
    scaled: FloatArray = np.divide(heat, largest, out=np.zeros(heat.shape), where=largest > 0)
    return scaled
