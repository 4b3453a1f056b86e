"""The votes of n-grams as layers of Keras: a table that does not learn."""

from typing import TYPE_CHECKING, Final

import numpy as np

from modeling.ngram_votes import NgramVotes

if TYPE_CHECKING:
    import keras

_SHORTEST: Final = 1e-12


def vote_layers(tokens: "keras.KerasTensor", votes: NgramVotes) -> "keras.KerasTensor":
    """Return the log-odds, (batch, genres), of token ids, (batch, tokens), padded with 0."""
    from keras import layers, ops

    size, genres = votes.votes.shape
    table = layers.Embedding(size, genres, trainable=False, name="ngram_votes")
    lengths = layers.Embedding(size, 1, trainable=False, name="ngram_lengths")
    shift = layers.EinsumDense("bg,g->bg", genres, bias_axes="g", trainable=False, name="shares")
    summed = ops.sum(table(tokens), axis=1)
    squares = ops.maximum(ops.sum(lengths(tokens), axis=1), _SHORTEST)
    log_odds = shift(summed * ops.rsqrt(squares))
    table.set_weights([votes.votes])
    lengths.set_weights([votes.lengths[:, None]])
    shift.set_weights([np.ones(genres, np.float32), votes.intercepts])
    return log_odds
