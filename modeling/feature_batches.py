"""Batches of what a frozen network made of films, in the order of any other batches."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from modeling.batches import FilmBatches, Order, SequenceBatches

if TYPE_CHECKING:
    import tensorflow as tf

Features = NDArray[np.float16] | NDArray[np.float32]


class FeatureBatches(FilmBatches):
    """Batches of a backbone's features: shape (batch, features), float32.

    features: (films, features), in memory or on disk.
    """

    def __init__(self, features: Features, labels: NDArray[np.int8], batch_size: int) -> None:
        super().__init__(labels, batch_size)
        self.features = features

    def inputs(self, films: Order) -> NDArray[np.float32]:
        """Return the features of these films."""
        return self.features[films].astype(np.float32)

    def input_spec(self) -> "tf.TensorSpec":
        """Return the shape and type of a batch of features."""
        import tensorflow as tf

        return tf.TensorSpec((None, self.features.shape[1]), tf.float32)


class VectorBatches(SequenceBatches):
    """Batches of an encoder's vectors, padded with zeros: (batch, longest, width), float32.

    vectors: of each film (tokens, width), in memory or on disk.
    """

    def __init__(
        self, vectors: Sequence[Features], labels: NDArray[np.int8], batch_size: int
    ) -> None:
        super().__init__(np.array([len(of) for of in vectors], np.intp), labels, batch_size)
        self.vectors = vectors

    def inputs(self, films: Order) -> NDArray[np.float32]:
        """Return the vectors of these films, zero after each one's last."""
        shape = (len(films), int(self.lengths[films].max()), self.vectors[0].shape[1])
        padded = np.zeros(shape, dtype=np.float32)
        for row, film in zip(padded, films, strict=True):
            row[: self.lengths[film]] = self.vectors[film]
        return padded

    def input_spec(self) -> "tf.TensorSpec":
        """Return the shape and type of a batch of vectors."""
        import tensorflow as tf

        return tf.TensorSpec((None, None, self.vectors[0].shape[1]), tf.float32)
