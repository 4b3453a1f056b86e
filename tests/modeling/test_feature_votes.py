import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from modeling.feature_votes import STRENGTH, fit_feature_votes

RNG = np.random.default_rng(3)
FEATURES = RNG.normal(20, 5, (80, 6)).astype(np.float32)
LABELS = (RNG.normal(20, 5, (80, 3)) < FEATURES[:, :3]).astype(np.int8)


def test_votes_are_those_of_scikit_learn_on_standard_features() -> None:
    scaler = StandardScaler()
    standard = scaler.fit_transform(FEATURES)
    others = RNG.normal(20, 5, (5, 6)).astype(np.float32)

    said = fit_feature_votes(FEATURES, LABELS).predict_on_batch(others)

    for genre in range(3):
        model = LogisticRegression(C=STRENGTH).fit(standard, LABELS[:, genre])
        expected = model.decision_function(scaler.transform(others))
        assert np.allclose(said[:, genre], expected, atol=1e-3)
    assert not np.allclose(said, said[0], atol=1e-2)


def test_a_feature_that_hardly_varies_has_hardly_a_say() -> None:
    nearly_flat = FEATURES.copy()
    nearly_flat[:, 0] = 7 + 1e-6 * LABELS[:, 0]
    moved = nearly_flat[:1].copy()
    moved[0, 0] += 1e-3

    votes = fit_feature_votes(nearly_flat, LABELS)

    assert np.allclose(
        votes.predict_on_batch(moved), votes.predict_on_batch(nearly_flat[:1]), atol=1e-3
    )


def test_a_genre_that_no_film_has_gets_its_share() -> None:
    labels = LABELS.copy()
    labels[:, 1] = 0

    said = fit_feature_votes(FEATURES, labels).predict_on_batch(FEATURES[:4])

    assert np.allclose(said[:, 1], np.log(0.5 / 80.5), atol=1e-5)


def test_votes_do_not_learn() -> None:
    assert not fit_feature_votes(FEATURES, LABELS).trainable_variables
