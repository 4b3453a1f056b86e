"""What a backbone's features say of a poster's genres by one logistic regression a genre.

A layer that learns by steps from a few thousand films ends short of the best that a linear reading
of thousands of features can do, or beyond it; a regression's penalty has one optimum.
docs/decisions, number 9, has what both came to.
"""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from modeling.arrays import LabelArray
from modeling.genre_regression import fit_dense

if TYPE_CHECKING:
    import keras

STRENGTH: Final = 3e-4
"""scikit-learn's C, the inverse of the penalty."""

_LEAST_VARIANCE: Final = 1e-4


def fit_feature_votes(features: NDArray[np.float32], labels: LabelArray) -> "keras.Model":
    """Return a frozen model of features, (batch, features), to log-odds of genres.

    features: of the training films, (films, features); labels: theirs, (films, genres).
    """
    import keras

    votes = fit_dense(
        features.astype(np.float64), labels, STRENGTH, "lbfgs", "feature_votes", _LEAST_VARIANCE
    )
    given = keras.Input(features.shape[1:], name="backbone_features")
    return keras.Model(given, votes(given), name="feature_votes")
