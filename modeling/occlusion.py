"""What each word of an overview adds to a genre's probability, by taking it away.

Source: Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks" (ECCV 2014),
section 4.2, with words in the place of patches.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from data_contracts.examples import UNKNOWN_ID
from modeling.arrays import FloatArray
from modeling.batches import OverviewBatches
from modeling.training import predict

if TYPE_CHECKING:
    import keras

_BATCH = 128


def word_contributions(
    model: "keras.Model",
    overviews: Sequence[NDArray[np.int32]],
    genres: Sequence[int] | NDArray[np.intp],
) -> list[FloatArray]:
    """Return for each overview (tokens,): what each token adds to the probability of its genre.

    overviews: token ids without padding; genres: one for each overview, places among the model's
    outputs. A token adds the probability with it less that with an unknown word in its place, so
    that the other words keep their places; an unknown word adds 0.
    """
    variants = [variant for ids in overviews for variant in (ids, *_occluded(ids))]
    asked = np.repeat(genres, [len(ids) + 1 for ids in overviews])
    labels = np.zeros((len(variants), model.output_shape[-1]), dtype=np.int8)
    probabilities = predict(model, OverviewBatches(variants, labels, _BATCH))
    said = probabilities[np.arange(len(asked)), asked].astype(np.float64)
    ends = np.cumsum([len(ids) + 1 for ids in overviews])
    return [of[0] - of[1:] for of in np.split(said, ends[:-1])]


def _occluded(ids: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return (tokens, tokens): the overview with each of its tokens unknown in turn."""
    variants = np.tile(ids, (len(ids), 1))
    np.fill_diagonal(variants, UNKNOWN_ID)
    return variants
