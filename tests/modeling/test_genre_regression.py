import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from modeling.genre_regression import fit_dense

RNG = np.random.default_rng(4)
FEATURES = RNG.normal(20, 5, (77, 3))
LABELS = (FEATURES[:, :2] > RNG.normal(20, 5, (77, 2))).astype(np.int8)


def test_a_layer_says_what_scikit_learn_says_of_standard_scores() -> None:
    layer = fit_dense(FEATURES, LABELS, 0.5, "newton-cholesky", "votes")

    said = np.asarray(layer(FEATURES.astype(np.float32)))

    for genre in range(2):
        regression = make_pipeline(
            StandardScaler(), LogisticRegression(C=0.5, solver="newton-cholesky")
        )
        expected = regression.fit(FEATURES, LABELS[:, genre]).decision_function(FEATURES)
        assert np.allclose(said[:, genre], expected, atol=1e-3)
    assert not layer.trainable_variables


@pytest.mark.parametrize("least_variance", [0.0, 1e-4])
def test_a_feature_that_does_not_vary_weighs_nothing(least_variance) -> None:
    # The mean of a column of tenths is not a tenth: its variance is not quite 0.
    known = np.column_stack([FEATURES, np.full(77, 0.1)])
    assert known.var(axis=0)[3] > 0

    layer = fit_dense(known, LABELS, 0.5, "newton-cholesky", "votes", least_variance)

    weights, _ = layer.get_weights()
    assert np.allclose(weights[3], 0, atol=1e-6)
    assert np.abs(weights[:3]).max() > 0.01
