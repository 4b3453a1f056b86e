"""An overview network together with the votes of n-grams, as one model.

Their log-odds are pooled: a weighted mean of both (a logarithmic opinion pool, as modeling.fusion
has it of posters and overviews). A network ends in the layer `probabilities`, whose input is its
log-odds.
"""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from modeling.ngram_votes import NgramVotes

if TYPE_CHECKING:
    import keras

PROBABILITIES: Final = "probabilities"
"""The last layer of an overview network: the logistic function of log-odds."""

_SHORTEST: Final = 1e-12


def probabilities(log_odds: "keras.KerasTensor") -> "keras.KerasTensor":
    """Return the probabilities, (batch, genres), of log-odds of that shape."""
    from keras import layers

    return layers.Activation("sigmoid", name=PROBABILITIES)(log_odds)


def log_odds_of(model: "keras.Model") -> "keras.Model":
    """Return the model without its last layer: log-odds, (batch, genres)."""
    import keras

    return keras.Model(model.input, model.get_layer(PROBABILITIES).input)


def pooled(
    log_odds: NDArray[np.float32], votes: NDArray[np.float32], share: float
) -> NDArray[np.float32]:
    """Return the probabilities of a network and of votes together, all (films, genres)."""
    from scipy.special import expit

    together: NDArray[np.float32] = expit((1 - share) * log_odds + share * votes)
    return together.astype(np.float32)


def with_votes(model: "keras.Model", votes: NgramVotes, share: float) -> "keras.Model":
    """Return the model that says what pooled says: token ids in, probabilities out.

    model: takes token ids, padded on the right with 0. The votes are a table that does not learn.
    """
    import keras
    from keras import layers

    tokens = model.inputs[0]
    own = layers.Rescaling(1 - share, name="network_share")(model.get_layer(PROBABILITIES).input)
    together = layers.Add(name="pooled")([own, _votes(tokens, votes, share)])
    return keras.Model(tokens, probabilities(together), name=model.name)


def _votes(tokens: "keras.KerasTensor", votes: NgramVotes, share: float) -> "keras.KerasTensor":
    from keras import layers, ops

    size, genres = votes.votes.shape
    table = layers.Embedding(size, genres, trainable=False, name="ngram_votes")
    lengths = layers.Embedding(size, 1, trainable=False, name="ngram_lengths")
    summed = ops.sum(table(tokens), axis=1)
    squares = ops.maximum(ops.sum(lengths(tokens), axis=1), _SHORTEST)
    shared = layers.EinsumDense(
        "bg,g->bg", genres, bias_axes="g", trainable=False, name="ngram_share"
    )
    said = shared(summed * ops.rsqrt(squares))
    table.set_weights([votes.votes])
    lengths.set_weights([votes.lengths[:, None]])
    shared.set_weights([np.full(genres, share, np.float32), share * votes.intercepts])
    return said
