"""A model that LiteRT runs: neither TensorFlow nor Keras is imported for it."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from modeling.arrays import ProbabilityArray
from modeling.native_lines import native_lines_hidden

_POSTERS_AT_ONCE: Final = 32


class LiteModel:
    """The content of a .tflite file, with one input and probabilities as its one output."""

    def __init__(self, content: bytes, threads: int = 1) -> None:
        from ai_edge_litert.interpreter import Interpreter

        with native_lines_hidden():
            self._interpreter = Interpreter(model_content=content, num_threads=threads)
            self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._output = self._interpreter.get_output_details()[0]["index"]
        self._shape: tuple[int, ...] | None = None

    def posters(self, posters: NDArray[np.uint8]) -> ProbabilityArray:
        """Return (posters, genres) of posters (posters, height, width, 3)."""
        cut = range(0, len(posters), _POSTERS_AT_ONCE)
        return np.concatenate(
            [self._run(posters[first : first + _POSTERS_AT_ONCE]) for first in cut]
        )

    def overviews(self, token_ids: Sequence[NDArray[np.int32]]) -> ProbabilityArray:
        """Return (overviews, genres) of token ids without padding, one overview at a time."""
        return np.concatenate([self._run(ids[np.newaxis]) for ids in token_ids])

    def _run(self, inputs: NDArray[Any]) -> ProbabilityArray:
        if inputs.shape != self._shape:
            self._interpreter.resize_tensor_input(self._input, inputs.shape)
            self._interpreter.allocate_tensors()
            self._shape = inputs.shape
        self._interpreter.set_tensor(self._input, inputs)
        self._interpreter.invoke()
        said: ProbabilityArray = self._interpreter.get_tensor(self._output)
        return said
