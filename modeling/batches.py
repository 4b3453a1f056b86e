"""Batches of films, in an order that depends on the seed and the epoch alone."""

import abc
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from modeling.text import pad

if TYPE_CHECKING:
    import tensorflow as tf

Order = NDArray[np.intp]
_POOL_BATCHES = 8


class FilmBatches(abc.ABC):
    """Films with their labels, handed out in batches.

    labels: shape (films, genres), 0 or 1.
    """

    def __init__(self, labels: NDArray[np.int8], batch_size: int) -> None:
        self.labels = labels.astype(np.float32)
        self.batch_size = batch_size

    def __len__(self) -> int:
        return len(self.labels)

    @abc.abstractmethod
    def inputs(self, films: Order) -> NDArray[Any]:
        """Return the model's input for these films."""

    @abc.abstractmethod
    def input_spec(self) -> "tf.TensorSpec":
        """Return the shape and type of a batch of inputs."""

    def sorted_order(self) -> Order:
        """Return the order of films that is the quickest to go through without shuffling."""
        return np.arange(len(self))

    def shuffled_batches(self, rng: np.random.Generator) -> list[Order]:
        """Return one epoch's batches as positions of films: each film once, in random order."""
        return self._cut(rng.permutation(len(self)))

    def shuffled(self, seed: int, epoch: int) -> "tf.data.Dataset":
        """Return one epoch's batches: every film once, shuffled by (seed, epoch).

        An epoch's order needs no memory of the epochs before it, so a training that was stopped
        goes on with the very batches that it would have seen.
        """
        return self._dataset(self.shuffled_batches(np.random.default_rng((seed, epoch))))

    def ordered(self) -> "tf.data.Dataset":
        """Return every film once, in sorted_order."""
        return self._dataset(self._cut(self.sorted_order()))

    def sample(self, films: int, seed: int) -> "tf.data.Dataset":
        """Return this many films, or all where there are fewer, drawn by the seed alone."""
        size = min(films, len(self))
        drawn = np.random.default_rng(seed).choice(len(self), size, replace=False)
        order = self.sorted_order()
        return self._dataset(self._cut(order[np.isin(order, drawn)]))

    def _cut(self, order: Order) -> list[Order]:
        return np.split(order, range(self.batch_size, len(order), self.batch_size))

    def _dataset(self, cut: Sequence[Order]) -> "tf.data.Dataset":
        import tensorflow as tf

        def batches() -> Iterator[tuple[NDArray[Any], NDArray[np.float32]]]:
            for films in cut:
                yield self.inputs(films), self.labels[films]

        labels_spec = tf.TensorSpec((None, self.labels.shape[1]), tf.float32)
        dataset = tf.data.Dataset.from_generator(
            batches, output_signature=(self.input_spec(), labels_spec)
        )
        return dataset.apply(tf.data.experimental.assert_cardinality(len(cut))).prefetch(2)


class PosterBatches(FilmBatches):
    """Batches of posters: shape (batch, height, width, 3), uint8."""

    def __init__(
        self, posters: NDArray[np.uint8], labels: NDArray[np.int8], batch_size: int
    ) -> None:
        super().__init__(labels, batch_size)
        self.posters = posters

    def inputs(self, films: Order) -> NDArray[np.uint8]:
        """Return posters of shape (films, height, width, 3)."""
        return self.posters[films]

    def input_spec(self) -> "tf.TensorSpec":
        """Return the shape and type of a batch of posters."""
        import tensorflow as tf

        return tf.TensorSpec((None, *self.posters.shape[1:]), tf.uint8)


class OverviewBatches(FilmBatches):
    """Batches of token ids, padded to the longest overview of the batch: (batch, longest)."""

    def __init__(
        self,
        token_ids: Sequence[NDArray[np.int32]],
        labels: NDArray[np.int8],
        batch_size: int,
    ) -> None:
        super().__init__(labels, batch_size)
        self.token_ids = token_ids
        self.lengths = np.array([len(ids) for ids in token_ids], dtype=np.intp)

    def inputs(self, films: Order) -> NDArray[np.int32]:
        """Return token ids padded on the right, shape (films, longest)."""
        return pad([self.token_ids[film] for film in films])

    def input_spec(self) -> "tf.TensorSpec":
        """Return the shape and type of a batch of token ids."""
        import tensorflow as tf

        return tf.TensorSpec((None, None), tf.int32)

    def sorted_order(self) -> Order:
        """Return films by length, so that a batch holds little padding."""
        return np.argsort(self.lengths, kind="stable")

    def shuffled_batches(self, rng: np.random.Generator) -> list[Order]:
        """Return one epoch's batches of films of like length, in random order.

        Films are sorted by length within random pools alone: sorting all of them would save
        another tenth of the steps' time, but such uniform batches cost validation loss
        (benchmarks/length_batching.py).
        """
        size = _POOL_BATCHES * self.batch_size
        pools = np.split(rng.permutation(len(self)), range(size, len(self), size))
        batches = [batch for pool in pools for batch in self._by_length(pool, rng)]
        return [batches[position] for position in rng.permutation(len(batches))]

    def _by_length(self, films: Order, rng: np.random.Generator) -> list[Order]:
        batches, remainder = divmod(len(films), self.batch_size)
        sizes = [self.batch_size] * batches
        if remainder:
            # Films in the smaller batch weigh more, so that it is not always the longest films'.
            sizes.insert(rng.integers(batches + 1), remainder)
        by_length = films[np.argsort(self.lengths[films], kind="stable")]
        return np.split(by_length, np.cumsum(sizes)[:-1])
