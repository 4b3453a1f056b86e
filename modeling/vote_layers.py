"""The votes of n-grams as layers of Keras: a table that does not learn."""

from typing import TYPE_CHECKING

from modeling.ngram_votes import SHORTEST, NgramVotes

if TYPE_CHECKING:
    import keras


def vote_layers(tokens: "keras.KerasTensor", votes: NgramVotes) -> "keras.KerasTensor":
    """Return the log-odds, (batch, genres), of token ids, (batch, tokens), padded with 0."""
    from keras import layers, ops

    size, genres = votes.votes.shape
    table = layers.Embedding(size, genres, trainable=False, name="ngram_votes")
    lengths = layers.Embedding(size, 1, trainable=False, name="ngram_lengths")
    summed = ops.sum(table(tokens), axis=1)
    squares = ops.maximum(ops.sum(lengths(tokens), axis=1), SHORTEST)
    table.set_weights([votes.votes])
    lengths.set_weights([votes.lengths[:, None]])
    return summed * ops.rsqrt(squares) + votes.intercepts
