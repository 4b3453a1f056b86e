import keras
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from data_contracts.recipe import CnnConfig, ImageConfig
from modeling import patch_votes
from modeling.lite_model import LiteModel
from modeling.log_odds import log_odds_of, pooled, pooled_model
from modeling.patch_votes import (
    CONTRAST,
    LEVELS,
    SIDE,
    STRENGTH,
    STRIDE,
    draw_patches,
    fit_dictionary,
    fit_patch_votes,
    held_by_posters,
    normalised,
)
from modeling.poster_cnn import build_poster_cnn
from storage.model_files import lite_content

IMAGES = ImageConfig(height=20, width=16)
FILMS = 60


@pytest.fixture(scope="module")
def posters() -> np.ndarray:
    """Stripes that run down in the first half of the posters and across in the second."""
    rng = np.random.default_rng(3)
    stripes = 200 * (np.arange(20) // 2 % 2)
    down = np.broadcast_to(stripes[None, :16, None], (20, 16, 3))
    across = np.broadcast_to(stripes[:, None, None], (20, 16, 3))
    clean = np.stack([down] * (FILMS // 2) + [across] * (FILMS // 2))
    return np.clip(clean + rng.integers(0, 50, clean.shape), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def labels() -> np.ndarray:
    """Down, across, and a genre that no film has."""
    films = np.arange(FILMS)
    return np.stack([films < FILMS // 2, films >= FILMS // 2, films < 0], axis=1).astype(np.int8)


@pytest.fixture(scope="module")
def few_words():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patch_votes, "WORDS", 12)
        patch.setattr(patch_votes, "_PATCHES", 1_200)
        yield


@pytest.fixture(scope="module")
def votes(posters, labels, few_words) -> keras.Model:
    return fit_patch_votes(posters, labels, seed=1)


def test_patches_tell_posters_apart(votes, posters) -> None:
    said = votes.predict_on_batch(posters)

    assert said.shape == (FILMS, 3)
    assert (said[: FILMS // 2, 0] > 0).all()
    assert (said[FILMS // 2 :, 0] < 0).all()
    assert np.allclose(said[:, 2], np.log(0.5 / (FILMS + 0.5)), atol=1e-4)


def held(poster: np.ndarray, dictionary) -> np.ndarray:
    patches = np.stack(
        [
            poster[row : row + SIDE, column : column + SIDE].ravel() / 255
            for row in range(0, 20 - SIDE + 1, STRIDE)
            for column in range(0, 16 - SIDE + 1, STRIDE)
        ]
    )
    centred = patches - patches.mean(axis=1, keepdims=True)
    spread = np.sqrt(patches.var(axis=1, keepdims=True) + CONTRAST)
    likeness = centred / spread @ dictionary.words - dictionary.offsets
    return np.maximum(likeness, 0).mean(axis=0)


def test_features_are_those_of_the_equations(posters, few_words) -> None:
    dictionary = fit_dictionary(posters, seed=1)
    features = held_by_posters(dictionary, 20, 16)
    colourful = np.random.default_rng(4).integers(0, 256, (1, 20, 16, 3), dtype=np.uint8)
    shown = np.concatenate([posters[:2], colourful])

    found = features.predict_on_batch(shown)

    for poster, of in zip(shown, found, strict=True):
        both = held(poster, dictionary) + held(poster[:, ::-1], dictionary)
        counts, _ = np.histogramdd(poster.reshape(-1, 3), bins=LEVELS, range=[(0, 256)] * 3)
        assert of[:12] == pytest.approx(np.sqrt(both / 2), abs=1e-3)
        assert of[12:] == pytest.approx(np.sqrt(counts.ravel() / (20 * 16)), abs=1e-6)
    assert found[:, :12].max() > 0.1


def test_a_poster_and_its_mirror_image_are_told_the_same(votes, posters) -> None:
    said = votes.predict_on_batch(posters)

    assert votes.predict_on_batch(posters[:, :, ::-1]) == pytest.approx(said, abs=1e-4)


def test_posters_of_like_patches_are_told_apart_by_their_colours(few_words) -> None:
    grain = np.random.default_rng(5).integers(0, 20, (FILMS, 20, 16, 3), dtype=np.uint8)
    dark, bright = grain + np.uint8(20), grain + np.uint8(200)
    labels = np.repeat([[1, 0], [0, 1]], FILMS, axis=0).astype(np.int8)

    votes = fit_patch_votes(np.concatenate([dark, bright]), labels, seed=1)

    assert (votes.predict_on_batch(dark)[:, 0] > 0).all()
    assert (votes.predict_on_batch(bright)[:, 0] < 0).all()


def test_what_is_said_is_a_regression_on_standard_features(votes, posters, labels) -> None:
    features = keras.Model(votes.input, votes.get_layer("patch_votes").input)
    known = features.predict_on_batch(posters).astype(np.float64)
    spread = known.std(axis=0)
    standard = (known - known.mean(axis=0)) / np.where(spread, spread, 1)  # colours no film has
    model = LogisticRegression(C=STRENGTH, solver="newton-cholesky").fit(standard, labels[:, 0])

    said = votes.predict_on_batch(posters)[:, 0]

    assert said == pytest.approx(model.decision_function(standard), abs=1e-3)


def test_normalised_patches_have_no_mean_and_flat_ones_are_not_blown_up() -> None:
    patches = np.stack([np.full(12, 0.5), np.tile([0.0, 1.0], 6), np.tile([0.5, 0.51], 6)])

    flat, strong, faint = normalised(patches.astype(np.float32))

    assert flat == pytest.approx(0)
    assert strong[1] == pytest.approx(0.5 / np.sqrt(0.25 + CONTRAST))
    assert faint[1] == pytest.approx(0.005 / np.sqrt(CONTRAST), rel=0.01)


def test_patches_depend_on_the_seed_alone(posters, few_words) -> None:
    first = draw_patches(posters, seed=1)

    assert np.array_equal(first, draw_patches(posters, seed=1))
    assert not np.array_equal(first, draw_patches(posters, seed=2))
    assert first.shape == (1_200, SIDE * SIDE * 3)


def test_the_same_films_give_the_same_votes(votes, posters, labels, few_words) -> None:
    again = fit_patch_votes(posters, labels, seed=1)

    for one, other in zip(votes.get_weights(), again.get_weights(), strict=True):
        assert np.array_equal(one, other)


def test_a_poster_without_variance_gets_finite_log_odds(votes) -> None:
    flat = np.full((1, 20, 16, 3), 255, dtype=np.uint8)

    assert np.isfinite(votes.predict_on_batch(flat)).all()


def test_network_and_votes_are_one_model_of_plain_keras(votes, posters, tmp_path) -> None:
    config = CnnConfig(stem_filters=2, block_filters=(3,), dense_units=(4,))
    network = build_poster_cnn(3, IMAGES, config)

    joined = pooled_model(network, votes(network.input), 0.6)

    own = log_odds_of(network).predict_on_batch(posters)
    expected = pooled(own, votes.predict_on_batch(posters), 0.6)
    joined.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert loaded.predict_on_batch(posters) == pytest.approx(expected, abs=1e-5)
    assert len(joined.trainable_variables) == len(network.trainable_variables)
    lite = LiteModel(lite_content(joined)).posters(posters[:4])
    assert lite == pytest.approx(expected[:4], abs=1e-4)
