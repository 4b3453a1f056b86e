"""A model as those ask it who have films and no labels, whatever runs it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from modeling.arrays import ProbabilityArray
from modeling.batches import FilmBatches, OverviewBatches, PosterBatches
from modeling.training import predict

if TYPE_CHECKING:
    import keras

_BATCH: Final = 64


class AskedModel(Protocol):
    """A model of one branch; only the method of that branch has an answer."""

    def posters(self, posters: NDArray[np.uint8], /) -> ProbabilityArray:
        """Return (posters, genres) of posters (posters, height, width, 3)."""

    def overviews(self, token_ids: Sequence[NDArray[np.int32]], /) -> ProbabilityArray:
        """Return (overviews, genres) of token ids without padding."""


class KerasModel:
    """A model that Keras runs."""

    def __init__(self, model: "keras.Model") -> None:
        self._model = model

    def posters(self, posters: NDArray[np.uint8]) -> ProbabilityArray:
        """Return (posters, genres) of posters (posters, height, width, 3)."""
        return self._predict(PosterBatches(posters, self._no_labels(len(posters)), _BATCH))

    def overviews(self, token_ids: Sequence[NDArray[np.int32]]) -> ProbabilityArray:
        """Return (overviews, genres) of token ids without padding."""
        return self._predict(OverviewBatches(token_ids, self._no_labels(len(token_ids)), _BATCH))

    def _predict(self, films: FilmBatches) -> ProbabilityArray:
        return predict(self._model, films)

    def _no_labels(self, films: int) -> NDArray[np.int8]:
        return np.zeros((films, self._model.output_shape[-1]), dtype=np.int8)
