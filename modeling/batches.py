"""Batches of films, in an order that depends on the seed and the epoch alone."""

import abc
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from data_contracts.recipe import AugmentationConfig
from modeling.augmentation import augmented
from modeling.text import pad

if TYPE_CHECKING:
    import tensorflow as tf

Order = NDArray[np.intp]
_POOL_BATCHES = 8
_SHOWN = 2
"""Tells what augmentation draws from what an epoch's order and its dropout draw."""


class Posters(Protocol):
    """Posters in memory or on disk: shape (films, height, width, 3), uint8."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Return (films, height, width, 3)."""

    def __getitem__(self, films: Order, /) -> NDArray[np.uint8]:
        """Return the posters at these places, shape (films asked for, height, width, 3)."""


class FilmBatches(abc.ABC):
    """Films with their labels, handed out in batches.

    labels: shape (films, genres), 0 or 1.
    """

    def __init__(self, labels: NDArray[np.int8], batch_size: int) -> None:
        self.labels = labels
        self.batch_size = batch_size

    def __len__(self) -> int:
        return len(self.labels)

    @abc.abstractmethod
    def inputs(self, films: Order) -> NDArray[Any]:
        """Return the model's input for these films."""

    def training_inputs(self, films: Order, rng: np.random.Generator) -> NDArray[Any]:
        """Return the model's input for these films as one epoch of training shows them."""
        del rng
        return self.inputs(films)

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
        batches = self.shuffled_batches(np.random.default_rng((seed, epoch)))

        def shown(number: int) -> NDArray[Any]:
            return self.training_inputs(
                batches[number], np.random.default_rng((seed, epoch, _SHOWN, number))
            )

        return self._dataset(batches, shown)

    def ordered(self) -> "tf.data.Dataset":
        """Return every film once, in sorted_order."""
        return self._unchanged(self._cut(self.sorted_order()))

    def sample(self, films: int, seed: int) -> "tf.data.Dataset":
        """Return this many films, or all where there are fewer, drawn by the seed alone."""
        size = min(films, len(self))
        drawn = np.random.default_rng(seed).choice(len(self), size, replace=False)
        order = self.sorted_order()
        return self._unchanged(self._cut(order[np.isin(order, drawn)]))

    def _cut(self, order: Order) -> list[Order]:
        return np.split(order, range(self.batch_size, len(order), self.batch_size))

    def _unchanged(self, cut: Sequence[Order]) -> "tf.data.Dataset":
        return self._dataset(cut, lambda number: self.inputs(cut[number]))

    def _dataset(
        self, cut: Sequence[Order], inputs: Callable[[int], NDArray[Any]]
    ) -> "tf.data.Dataset":
        # Not Dataset.from_generator: TensorFlow 2.21 then has the C library give memory back to the
        # system after each use, which makes a step of the reference CNN half as long again.
        import tensorflow as tf

        specs = (self.input_spec(), tf.TensorSpec((None, self.labels.shape[1]), tf.float32))

        def batch(number: np.int64) -> tuple[NDArray[Any], NDArray[np.float32]]:
            place = int(number)
            return inputs(place), self.labels[cut[place]].astype(np.float32)

        def read(number: tf.Tensor) -> tuple[tf.Tensor, ...]:
            tensors = tf.numpy_function(batch, [number], [spec.dtype for spec in specs])
            return tuple(
                tf.ensure_shape(tensor, spec.shape)
                for tensor, spec in zip(tensors, specs, strict=True)
            )

        return tf.data.Dataset.range(len(cut)).map(read).prefetch(2)


class PosterBatches(FilmBatches):
    """Batches of posters: shape (batch, height, width, 3), uint8.

    Posters may lie on disk: those of a batch are read while the batch before it is trained on.
    """

    def __init__(
        self,
        posters: Posters,
        labels: NDArray[np.int8],
        batch_size: int,
        augmentation: AugmentationConfig | None = None,
    ) -> None:
        super().__init__(labels, batch_size)
        self.posters = posters
        self.augmentation = augmentation or AugmentationConfig()

    def inputs(self, films: Order) -> NDArray[np.uint8]:
        """Return posters of shape (films, height, width, 3)."""
        return self.posters[films]

    def training_inputs(self, films: Order, rng: np.random.Generator) -> NDArray[np.uint8]:
        """Return posters, (films, height, width, 3), as augmentation changes them this time."""
        return augmented(self.inputs(films), self.augmentation, rng)

    def input_spec(self) -> "tf.TensorSpec":
        """Return the shape and type of a batch of posters."""
        import tensorflow as tf

        return tf.TensorSpec((None, *self.posters.shape[1:]), tf.uint8)


class SequenceBatches(FilmBatches):
    """Batches of films of like length, so that a batch holds little padding.

    lengths: (films,), the steps of each film's input.
    """

    def __init__(
        self, lengths: NDArray[np.intp], labels: NDArray[np.int8], batch_size: int
    ) -> None:
        super().__init__(labels, batch_size)
        self.lengths = lengths

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


class OverviewBatches(SequenceBatches):
    """Batches of token ids, padded to the longest overview of the batch: (batch, longest)."""

    def __init__(
        self,
        token_ids: Sequence[NDArray[np.int32]],
        labels: NDArray[np.int8],
        batch_size: int,
    ) -> None:
        super().__init__(np.array([len(ids) for ids in token_ids], np.intp), labels, batch_size)
        self.token_ids = token_ids

    def inputs(self, films: Order) -> NDArray[np.int32]:
        """Return token ids padded on the right, shape (films, longest)."""
        return pad([self.token_ids[film] for film in films])

    def input_spec(self) -> "tf.TensorSpec":
        """Return the shape and type of a batch of token ids."""
        import tensorflow as tf

        return tf.TensorSpec((None, None), tf.int32)
