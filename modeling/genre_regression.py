"""Logistic regressions, one a genre, as tables of a network."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from modeling.arrays import BoolArray, FloatArray, LabelArray

if TYPE_CHECKING:
    import keras
    from scipy.sparse import csr_matrix

Solver = Literal["lbfgs", "liblinear", "newton-cholesky"]


def fit_regression(
    known: "csr_matrix | FloatArray",
    truth: BoolArray,
    strength: float,
    solver: Solver,
) -> tuple[FloatArray, float]:
    """Return coefficients, (features,), and intercept of the log-odds that a film has the genre.

    known: (films, features); truth: (films,); strength: scikit-learn's C, the inverse of the
    penalty. A genre that no film or every film has gets the log-odds of its share, half a film
    added on each side so that they are finite. Each solver takes the same steps every time.
    """
    from sklearn.linear_model import LogisticRegression

    films, found = len(truth), int(truth.sum())
    if not 0 < found < films or not known.shape[1]:
        share = (found + 0.5) / (films - found + 0.5)
        return np.zeros(known.shape[1]), float(np.log(share))
    model = LogisticRegression(C=strength, solver=solver, random_state=0).fit(known, truth)
    return model.coef_[0], float(model.intercept_[0])


def fit_dense(
    known: FloatArray,
    labels: LabelArray,
    strength: float,
    solver: Solver,
    name: str,
    least_variance: float = 0.0,
) -> "keras.layers.Dense":
    """Return a frozen layer of features, (batch, features), to log-odds of genres.

    known: of the training films, (films, features); labels: theirs, (films, genres). A regression a
    genre is fitted to standard scores of the features; least_variance is added to their variances,
    so that those that hardly vary are not blown up. The layer takes features as they are. A feature
    that does not vary weighs nothing.
    """
    from keras import layers
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(known)
    scale = np.sqrt(scaler.scale_**2 + least_variance)
    standard, truth = (known - scaler.mean_) / scale, np.asarray(labels).astype(bool)
    fitted = [fit_regression(standard, of, strength, solver) for of in truth.T]
    weights = np.stack([coefficients for coefficients, _ in fitted], axis=1) / scale[:, np.newaxis]
    biases = np.array([intercept for _, intercept in fitted]) - scaler.mean_ @ weights
    layer = layers.Dense(truth.shape[1], trainable=False, name=name)
    layer.build((None, known.shape[1]))
    layer.set_weights([weights, biases])
    return layer
