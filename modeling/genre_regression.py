"""One genre's logistic regression, as a table of a network needs it."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from modeling.arrays import BoolArray, FloatArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


def fit_regression(
    known: "csr_matrix | FloatArray",
    truth: BoolArray,
    strength: float,
    solver: Literal["liblinear", "newton-cholesky"],
) -> tuple[FloatArray, float]:
    """Return coefficients, (features,), and intercept of the log-odds that a film has the genre.

    known: (films, features); truth: (films,); strength: scikit-learn's C, the inverse of the
    penalty. A genre that no film or every film has gets the log-odds of its share, half a film
    added on each side so that they are finite. Both solvers take the same steps every time.
    """
    from sklearn.linear_model import LogisticRegression

    films, found = len(truth), int(truth.sum())
    if not 0 < found < films or not known.shape[1]:
        share = (found + 0.5) / (films - found + 0.5)
        return np.zeros(known.shape[1]), float(np.log(share))
    model = LogisticRegression(C=strength, solver=solver, random_state=0).fit(known, truth)
    return model.coef_[0], float(model.intercept_[0])
