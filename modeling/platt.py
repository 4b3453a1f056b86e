"""Probabilities made to mean what they say: one map for a whole model, fitted on validation.

The log-odds are stretched and shifted: sigmoid(slope * log-odds + offset), with slope and offset of
the highest likelihood over all pairs of a validation film and a genre. The targets are those of
Platt, "Probabilistic Outputs for Support Vector Machines" (Advances in Large Margin Classifiers,
1999), section 2.2, which keep the fit finite where the pairs can be told apart; Guo, Pleiss, Sun,
Weinberger, "On Calibration of Modern Neural Networks" (ICML 2017), section 4, hold the map against
others. The order of a genre's films, and what a threshold mapped alike says, stay as they are.
"""

import numpy as np

from data_contracts.predictor import ProbabilityMap
from modeling.arrays import FloatArray, LabelArray, ProbabilityArray
from modeling.fusion import log_odds


def fit_map(labels: LabelArray, probabilities: ProbabilityArray) -> ProbabilityMap:
    """Return the map of the highest likelihood; labels, probabilities: (films, genres).

    Where that would turn the model's answers round, with a slope that is not above 0, the
    probabilities are left as they are.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    truth = np.asarray(labels).astype(bool).ravel()
    said = log_odds(probabilities).ravel()
    yes, no = truth.sum(), (~truth).sum()
    targets = np.where(truth, (yes + 1) / (yes + 2), 1 / (no + 2))

    def loss(values: FloatArray) -> tuple[float, FloatArray]:
        mapped = values[0] * said + values[1]
        apart = expit(mapped) - targets
        gradient = np.array([(apart * said).mean(), apart.mean()])
        return float((np.logaddexp(0, mapped) - targets * mapped).mean()), gradient

    slope, offset = minimize(loss, np.array([1.0, 0.0]), jac=True, method="BFGS").x
    return ProbabilityMap(slope=slope, offset=offset) if slope > 0 else ProbabilityMap()


def calibrated(probabilities: ProbabilityArray, fitted: ProbabilityMap) -> ProbabilityArray:
    """Return probabilities of any shape, float32, mapped."""
    from scipy.special import expit

    mapped: ProbabilityArray = expit(fitted.slope * log_odds(probabilities) + fitted.offset)
    return mapped.astype(np.float32)
