"""From overviews to token ids, by whichever tokenizer a recipe names."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from data_contracts.recipe import TextConfig, Tokenizer
from modeling.arrays import IndexArray
from modeling.text import place_words, tokenize
from modeling.wordpiece import place_pieces, tokenize_pieces

WordTokens = Callable[[str], Iterator[tuple[str, IndexArray]]]
"""Yields each word of an overview as it is written, and the places of the tokens it became."""


def read_overviews(
    overviews: Sequence[str], vocabulary: Sequence[str], text: TextConfig
) -> list[NDArray[np.int32]]:
    """Return each overview's token ids, int32, unpadded, at most text.max_tokens of them.

    An overview without any token becomes one unknown token, since an LSTM needs a step.
    """
    if text.tokenizer == "wordpiece":
        return tokenize_pieces(overviews, vocabulary, text.max_tokens)
    return tokenize(overviews, vocabulary, text)


def word_tokens(tokenizer: Tokenizer, vocabulary: Sequence[str]) -> WordTokens:
    """Return what finds the tokens of an overview's words under a tokenizer."""
    if tokenizer == "wordpiece":
        return partial(place_pieces, vocabulary=vocabulary)
    return whole_words


def whole_words(overview: str) -> Iterator[tuple[str, IndexArray]]:
    """Yield each word as it is written, and the place of its token: none for bare punctuation."""
    for word, place in place_words(overview):
        yield word, np.array([] if place is None else [place], dtype=np.intp)
