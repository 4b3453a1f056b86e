"""A model for LiteRT, once it was seen to say what the model says."""

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.errors import StoreError
from data_contracts.references import Branch
from modeling.arrays import ProbabilityArray
from modeling.lite_model import LiteModel
from storage.model_files import lite_content

if TYPE_CHECKING:
    import keras

TOLERANCE: Final = 1e-4
"""How far probabilities of LiteRT may lie from those of Keras."""

EIGHT_BIT_TOLERANCE: Final = 0.01
"""How far they may lie in the mean where LiteRT's weights have 8 bits."""

_LENGTHS: Final = (1, 2, 7, 31)
"""Tokens of the overviews that both are tried on."""


@dataclass(frozen=True)
class SaidOfOverviews:
    """What a model says of some overviews, (overviews, genres); token_ids: without padding."""

    token_ids: list[NDArray[np.int32]]
    said: ProbabilityArray


@dataclass(frozen=True)
class LiteFile:
    """The content of a .tflite file; eight_bit_error: see data_contracts.predictor."""

    content: bytes
    eight_bit_error: float | None = None


def lite_file(model: "keras.Model", branch: Branch) -> LiteFile:
    """Return a model for LiteRT with the model's own weights.

    Raises StoreError where it cannot be converted, or its probabilities then differ by more than
    TOLERANCE.
    """
    content = lite_content(model)
    lite, rng = LiteModel(content), np.random.default_rng(0)
    if branch == "cnn":
        posters = rng.integers(0, 256, (3, *model.inputs[0].shape[1:]), dtype=np.uint8)
        apart = [np.abs(lite.posters(posters) - np.asarray(model(posters, training=False)))]
    else:
        # The lowest ids are those that any vocabulary has, whatever its size.
        overviews = [rng.integers(1, 10, (1, length), dtype=np.int32) for length in _LENGTHS]
        apart = [np.abs(lite.overviews([*ids]) - np.asarray(model(ids))) for ids in overviews]
    if not max(float(differences.max()) for differences in apart) <= TOLERANCE:
        raise StoreError(
            f"{model.name}: its probabilities under LiteRT differ by more than {TOLERANCE:g} from "
            f"those under Keras; use it through Keras instead"
        )
    return LiteFile(content)


def small_lite_file(model: "keras.Model", known: SaidOfOverviews) -> LiteFile:
    """Return a model of overviews for LiteRT with weights of 8 bits, or with its own.

    Its own where it cannot be converted to 8 bits, or these would change the probabilities of the
    known overviews by more than EIGHT_BIT_TOLERANCE in the mean.

    Raises StoreError as lite_file does.
    """
    with contextlib.suppress(StoreError):
        content = lite_content(model, eight_bits=True)
        error = float(np.abs(LiteModel(content).overviews(known.token_ids) - known.said).mean())
        if error <= EIGHT_BIT_TOLERANCE:
            return LiteFile(content, error)
    return lite_file(model, "lstm")
