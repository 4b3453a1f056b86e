"""How a model's probabilities are to be read, fitted on validation films, as predictors hold it."""

import numpy as np

from data_contracts.predictor import Deciding, PackagedFusion
from modeling.arrays import LabelArray, ProbabilityArray
from modeling.fusion import FusedModels
from modeling.platt import calibrated, fit_map
from modeling.thresholds import fit_genre_thresholds, fit_shared_threshold


def fit_deciding(labels: LabelArray, said: ProbabilityArray) -> Deciding:
    """Return map and thresholds of a model; labels, said: (validation films, genres).

    The thresholds are fitted to what the model says and mapped with it, so that a calibrated
    probability is a yes where what was said is one.
    """
    fitted = fit_map(labels, said)
    shared = fit_shared_threshold(labels, said)
    own = fit_genre_thresholds(labels, said, shared).astype(np.float32)
    return Deciding(
        calibration=fitted,
        threshold=float(calibrated(np.array([shared], np.float32), fitted)[0]),
        genre_thresholds=tuple(calibrated(own, fitted).tolist()),
    )


def fit_fusion(labels: LabelArray, fused: FusedModels) -> PackagedFusion:
    """Return both models as one, head included; labels, fused: of the validation films."""
    return PackagedFusion(
        weights=tuple(fused.weights.tolist()),
        head=fused.head,
        **dict(fit_deciding(labels, fused.probabilities)),
    )
