import keras
import numpy as np
import pytest

from data_contracts.recipe import CnnConfig, LstmConfig
from modeling.encoded_heads import build_overview_head, build_poster_head, fit_scale, on_backbone
from modeling.overview_lstm import fast_twin

RNG = np.random.default_rng(5)


def test_a_poster_head_brings_features_to_the_scale_of_its_training_films() -> None:
    features = RNG.normal(50, 9, (40, 3)).astype(np.float32)
    head = build_poster_head(2, 3, CnnConfig(dense_units=(4,)))
    fit_scale(head, features)

    scaled = keras.Model(head.input, head.get_layer("scaled").output).predict_on_batch(features)

    assert np.allclose(scaled.mean(0), 0, atol=1e-4)
    assert np.allclose(scaled.std(0), 1, atol=1e-4)


def test_a_head_on_its_backbone_says_what_it_says_of_the_features() -> None:
    posters = keras.Input((4, 4, 3), dtype="uint8")
    maps = keras.layers.Conv2D(5, 3)(keras.layers.Rescaling(1 / 255)(posters))
    backbone = keras.Model(posters, keras.layers.GlobalAveragePooling2D()(maps))
    head = build_poster_head(2, 5, CnnConfig(dense_units=(4,)))
    images = RNG.integers(0, 256, (3, 4, 4, 3)).astype(np.uint8)

    model = on_backbone(backbone, head)

    expected = head.predict_on_batch(backbone.predict_on_batch(images))
    assert np.allclose(model.predict_on_batch(images), expected, atol=1e-6)


@pytest.fixture(scope="module")
def head() -> keras.Model:
    return build_overview_head(2, 6, LstmConfig(units=(3, 4), dense_units=5))


def test_what_is_said_of_an_overview_does_not_depend_on_its_batch(head) -> None:
    short, long = (RNG.normal(0, 1, (tokens, 6)).astype(np.float32) for tokens in (2, 5))
    padded = np.zeros((2, 5, 6), np.float32)
    padded[0, :2], padded[1] = short, long

    together = head.predict_on_batch(padded)

    assert np.allclose(together[0], head.predict_on_batch(short[None])[0], atol=1e-6)
    assert np.allclose(together[1], head.predict_on_batch(long[None])[0], atol=1e-6)


def test_the_fast_twin_of_the_head_says_the_same(head) -> None:
    vectors = RNG.normal(0, 1, (3, 5, 6)).astype(np.float32)
    vectors[1, 2:] = 0
    assert np.allclose(
        fast_twin(head).predict_on_batch(vectors), head.predict_on_batch(vectors), atol=1e-6
    )
