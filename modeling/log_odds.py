"""Where a network's log-odds are, and how they are pooled with others'.

Every network that is trained ends in the layer `genres`, which gives log-odds, and the layer
`probabilities`; a head on a frozen network is a layer of its own, before the same `probabilities`.
"""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import keras

OUTPUT: Final = "genres"
"""The layer whose bias is each genre's log-odds where the features say nothing."""

PROBABILITIES: Final = "probabilities"


def genre_probabilities(features: "keras.KerasTensor", genres: int) -> "keras.KerasTensor":
    """Return the probabilities, (batch, genres), of a network's features, (batch, features)."""
    from keras import layers

    return probabilities(layers.Dense(genres, name=OUTPUT)(features))


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
    """Return the probabilities of a network and of votes together, all (films, genres).

    Their log-odds are a weighted mean of both, of which the votes have the share (a logarithmic
    opinion pool, as modeling.fusion has it of posters and overviews).
    """
    from scipy.special import expit

    together: NDArray[np.float32] = expit((1 - share) * log_odds + share * votes)
    return together.astype(np.float32)


def pooled_model(model: "keras.Model", votes: "keras.KerasTensor", share: float) -> "keras.Model":
    """Return the model that says what pooled says; votes: log-odds made of what the model reads."""
    import keras
    from keras import layers

    own = layers.Rescaling(1 - share, name="network_share")(model.get_layer(PROBABILITIES).input)
    theirs = layers.Rescaling(share, name="votes_share")(votes)
    together = layers.Add(name="pooled")([own, theirs])
    return keras.Model(model.input, probabilities(together), name=model.name)
