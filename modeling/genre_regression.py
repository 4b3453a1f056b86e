"""One genre's logistic regression, as a table of a network needs it."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from modeling.arrays import BoolArray, FloatArray, LabelArray

if TYPE_CHECKING:
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
    least_variance: float = 0.0,
) -> tuple[FloatArray, FloatArray]:
    """Return weights, (features, genres), and biases, (genres,), of a regression a genre.

    known: (films, features); labels: (films, genres). The regressions are fitted to features of
    mean 0 and variance 1, to which least_variance is added first so that those that hardly vary are
    not blown up, and read features as they are. A feature that does not vary weighs nothing.
    """
    mean, scale = known.mean(axis=0), np.sqrt(known.var(axis=0) + least_variance)
    scale[scale == 0] = 1
    standard, truth = (known - mean) / scale, np.asarray(labels).astype(bool)
    weights = np.zeros((known.shape[1], truth.shape[1]))
    biases = np.zeros(truth.shape[1])
    for genre in range(truth.shape[1]):
        coefficients, intercept = fit_regression(standard, truth[:, genre], strength, solver)
        weights[:, genre] = coefficients / scale
        biases[genre] = intercept - weights[:, genre] @ mean
    return weights, biases
