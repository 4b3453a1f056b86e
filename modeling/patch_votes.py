"""What small patches and colours of a poster say of its genres by themselves.

The poster's n-grams: patches are told apart by a dictionary that is learnt from the training
posters without their genres, and a logistic regression reads how much of each word of it a poster
holds, wherever it stands and whichever way round. Source: Coates, Ng and Lee, "An Analysis of
Single-Layer Networks in Unsupervised Feature Learning" (AISTATS 2011), with a soft threshold after
Coates and Ng, "The Importance of Encoding Versus Training with Sparse Coding and Vector
Quantization" (ICML 2011), and square roots of the sums after Arandjelovic and Zisserman, "Three
things everyone should know to improve object retrieval" (CVPR 2012).

Patches are compared without their mean, which is how bright they are, so colours are read beside
them: the square root of the share of a poster's pixels that has each. Source: Swain and Ballard,
"Color Indexing" (IJCV 1991).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.examples import CHANNELS
from modeling.arrays import FloatArray, LabelArray
from modeling.batches import Order, Posters
from modeling.genre_regression import fit_dense

if TYPE_CHECKING:
    import keras

WORDS: Final = 1_000
SIDE: Final = 6
STRIDE: Final = 2
"""Of patches, in pixels."""

CONTRAST: Final = 0.04
"""Added to the variance of a patch's pixels, 0 to 1, so that flat ones are not blown up."""

WHITENING: Final = 0.1
"""Added to the variance of patches along each direction, for the same reason."""

SILENT: Final = 0.8
"""Share of all likenesses of patches to words that are too small to count."""

LEVELS: Final = 4
"""Of red, of green and of blue, which make LEVELS ** 3 colours."""

STRENGTH: Final = 0.02
"""scikit-learn's C, the inverse of the penalty. docs/decisions, number 9, has how all were set."""

_PATCHES: Final = 60_000
_BATCH: Final = 64


@dataclass(frozen=True)
class Dictionary:
    """Words, (patch size, words), that patches are projected on, and what is taken off: (words,).

    A patch is (SIDE, SIDE, 3) laid out in a row, its mean taken away, divided by its spread.
    """

    words: NDArray[np.float32]
    offsets: NDArray[np.float32]


def fit_patch_votes(posters: Posters, labels: LabelArray, seed: int) -> "keras.Model":
    """Return a frozen model of posters, uint8 (batch, height, width, 3), to log-odds of genres.

    labels: of the training posters, (films, genres).
    """
    import keras

    features = held_by_posters(fit_dictionary(posters, seed), *posters.shape[1:3])
    known = np.concatenate(
        [features.predict_on_batch(posters[films]) for films in _in_batches(len(labels))]
    )
    votes = fit_dense(known.astype(np.float64), labels, STRENGTH, "newton-cholesky", "patch_votes")
    model = keras.Model(features.input, votes(features.output), name="patch_votes")
    model.trainable = False
    return model


def fit_dictionary(posters: Posters, seed: int) -> Dictionary:
    """Cluster patches of the training posters, at places drawn by the seed, by their directions."""
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.preprocessing import normalize

    patches = normalised(draw_patches(posters, seed))
    mean = patches.mean(axis=0)
    whitening = _whitening(patches - mean)
    white = (patches - mean) @ whitening
    words = min(WORDS, len(white))
    clusters = MiniBatchKMeans(words, batch_size=4_096, n_init=1, max_iter=60, random_state=seed)
    centres = normalize(clusters.fit(normalize(white)).cluster_centers_)
    silent = np.quantile(white[:: max(1, len(white) // 5_000)] @ centres.T, SILENT)
    words_of_patches = whitening @ centres.T
    return Dictionary(
        words_of_patches.astype(np.float32),
        (mean @ words_of_patches + silent).astype(np.float32),
    )


def draw_patches(posters: Posters, seed: int) -> NDArray[np.float32]:
    """Return (patches, patch size), pixels 0 to 1: as many of each poster, at random places."""
    films, height, width, _ = posters.shape
    each = -(-_PATCHES // films)
    generator = np.random.default_rng(seed)
    rows = generator.integers(0, height - SIDE + 1, (films, each))
    columns = generator.integers(0, width - SIDE + 1, (films, each))
    found = [
        poster[row : row + SIDE, column : column + SIDE].ravel()
        for batch in _in_batches(films)
        for film, poster in zip(batch, posters[batch], strict=True)
        for row, column in zip(rows[film], columns[film], strict=True)
    ]
    pixels: NDArray[np.float32] = np.stack(found).astype(np.float32) / np.float32(255)
    return pixels


def normalised(patches: NDArray[np.float32]) -> FloatArray:
    """Return patches, (patches, patch size), of mean 0 and about the same spread."""
    centred = patches.astype(np.float64) - patches.mean(axis=1, keepdims=True)
    spread: FloatArray = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + CONTRAST)
    return spread


def _whitening(centred: FloatArray) -> FloatArray:
    """Return (patch size, patch size): makes directions alike in spread, colours kept in place."""
    variances, directions = np.linalg.eigh(centred.T @ centred / len(centred))
    whitening: FloatArray = (
        directions / np.sqrt(np.maximum(variances, 0) + WHITENING) @ directions.T
    )
    return whitening


def held_by_posters(dictionary: Dictionary, height: int, width: int) -> "keras.Model":
    """Return the model of posters to how much they hold, (batch, words + LEVELS ** 3).

    Of each word, in the poster and its mirror image, and of each colour: square roots of both.
    """
    import keras
    from keras import layers, ops

    posters = keras.Input((height, width, CHANNELS), dtype="uint8", name="poster")
    words = words_held(dictionary, height, width)
    held = layers.Average()([words(posters), words(ops.flip(posters, axis=2))])
    shares = layers.Concatenate()([held, _colour_shares(posters)])
    return keras.Model(posters, ops.sqrt(shares), name="held_by_posters")


def words_held(dictionary: Dictionary, height: int, width: int) -> "keras.Model":
    """Return the model of posters to how much of each word they hold, (batch, words)."""
    import keras
    from keras import layers, ops

    words = dictionary.words.shape[1]
    convolution = layers.Conv2D(words, SIDE, strides=STRIDE, use_bias=False, name="patch_words")
    mean = layers.AveragePooling2D(SIDE, STRIDE, name="patch_mean")
    posters = keras.Input((height, width, CHANNELS), dtype="uint8", name="poster")
    x = layers.Rescaling(1 / 255)(posters)
    of_patch = ops.mean(mean(x), axis=-1, keepdims=True)
    squares = ops.mean(mean(ops.square(x)), axis=-1, keepdims=True)
    spread = ops.sqrt(ops.maximum(squares - ops.square(of_patch), 0.0) + CONTRAST)
    # Words are made of patches of mean 0: a patch's own mean adds nothing to its product with them.
    likeness = convolution(x) / spread - dictionary.offsets
    held = layers.GlobalAveragePooling2D()(layers.ReLU()(likeness))
    convolution.set_weights([dictionary.words.reshape(SIDE, SIDE, CHANNELS, words)])
    return keras.Model(posters, held, name="words_held")


def _colour_shares(posters: "keras.KerasTensor") -> "keras.KerasTensor":
    """Return the share of pixels that has each colour, (batch, LEVELS ** 3); posters: uint8."""
    from keras import layers, ops

    red, green, blue = ops.unstack(ops.cast(posters, "int32") * LEVELS // 256, axis=-1)
    colour = (red * LEVELS + green) * LEVELS + blue
    return layers.GlobalAveragePooling2D()(ops.one_hot(colour, LEVELS**CHANNELS))


def _in_batches(films: int) -> Iterator[Order]:
    for start in range(0, films, _BATCH):
        yield np.arange(start, min(start + _BATCH, films))
