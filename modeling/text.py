"""From overviews to token ids, with a vocabulary fitted on training films alone."""

import re
import string
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.examples import PADDING_ID, UNKNOWN_ID
from data_contracts.recipe import TextConfig

if TYPE_CHECKING:
    import keras

_BATCH = 4_096
WHITE_SPACE: Final = " \t\n\v\f\r"
"""What TextVectorization splits at: of Unicode's white space, ASCII's."""


def fit_vocabulary(overviews: Sequence[str], text: TextConfig) -> list[str]:
    """Return the tokens of the training overviews, most frequent first.

    The first entry, the empty string, stands for padding and the second for unknown tokens. Text
    is lower-cased, punctuation stripped, and split at white space, as Keras's TextVectorization
    does by default.
    """
    layer = _vectorization(text)
    layer.adapt(np.array(overviews, dtype=object), batch_size=_BATCH)
    return list(layer.get_vocabulary())


def tokenize(
    overviews: Sequence[str], vocabulary: Sequence[str], text: TextConfig
) -> list[NDArray[np.int32]]:
    """Return each overview's token ids, int32, unpadded, at most text.max_tokens of them.

    An overview without any token becomes one unknown token, since an LSTM needs a step.
    """
    layer = text_layer(vocabulary, text)
    ids: list[NDArray[np.int32]] = []
    for start in range(0, len(overviews), _BATCH):
        batch = np.array(overviews[start : start + _BATCH], dtype=object)
        ids += [_unpadded(row) for row in np.asarray(layer(batch))]
    return ids


def text_layer(vocabulary: Sequence[str], text: TextConfig) -> "keras.layers.TextVectorization":
    """Return the Keras layer that maps strings, shape (batch,), to padded token ids."""
    layer = _vectorization(text)
    # The layer adds the entries for padding and unknown tokens by itself.
    layer.set_vocabulary(list(vocabulary[2:]))
    return layer


def place_words(overview: str) -> Iterator[tuple[str, int | None]]:
    """Yield each word as it is written, and which token it became, counted from 0.

    A word of nothing but punctuation became none. The model may not read the last tokens.
    """
    place = 0
    for word in re.findall(f"[^{WHITE_SPACE}]+", overview):
        if word.strip(string.punctuation):
            yield word, place
            place += 1
        else:
            yield word, None


def pad(token_ids: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
    """Pad sequences on the right to the longest among them: shape (batch, longest)."""
    longest = max(len(ids) for ids in token_ids)
    padded = np.full((len(token_ids), longest), PADDING_ID, dtype=np.int32)
    for row, ids in zip(padded, token_ids, strict=True):
        row[: len(ids)] = ids
    return padded


def _vectorization(text: TextConfig) -> "keras.layers.TextVectorization":
    from keras import layers

    return layers.TextVectorization(
        max_tokens=text.vocabulary_size, output_sequence_length=text.max_tokens
    )


def _unpadded(row: NDArray[np.int64]) -> NDArray[np.int32]:
    length = max(1, int(np.count_nonzero(row != PADDING_ID)))
    ids = row[:length].astype(np.int32)
    return ids if ids[0] != PADDING_ID else np.full(1, UNKNOWN_ID, dtype=np.int32)
