"""From overviews to token ids without Keras, which takes seconds to import."""

import string
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.examples import UNKNOWN_ID, TextReading
from modeling.text import WHITE_SPACE
from modeling.wordpiece import tokenize_pieces

_PLAIN: Final = str.maketrans(
    dict.fromkeys(string.punctuation)
    | dict(zip(string.ascii_uppercase, string.ascii_lowercase, strict=True))
)
"""Lower-cases ASCII's letters alone and drops ASCII's punctuation, as TextVectorization does."""


def plain_token_ids(
    overviews: Sequence[str], vocabulary: Sequence[str], reading: TextReading
) -> list[NDArray[np.int32]]:
    """Return each overview's token ids, int32, unpadded: those that modeling.readings gives.

    An overview without any token becomes one unknown token, since an LSTM needs a step.
    """
    if reading.tokenizer == "wordpiece":
        return tokenize_pieces(overviews, vocabulary, reading.max_tokens)
    ids = {token: place for place, token in enumerate(vocabulary) if token}
    return [_ids(overview, ids, reading.max_tokens) for overview in overviews]


def _ids(overview: str, ids: Mapping[str, int], longest: int) -> NDArray[np.int32]:
    plain = overview.translate(_PLAIN)
    for space in WHITE_SPACE:
        plain = plain.replace(space, " ")
    tokens = [token for token in plain.split(" ") if token][:longest]
    return np.array([ids.get(token, UNKNOWN_ID) for token in tokens] or [UNKNOWN_ID], np.int32)
