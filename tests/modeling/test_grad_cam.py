import keras
import numpy as np
import pytest

from modeling.encoded_heads import on_backbone
from modeling.grad_cam import _AT_ONCE, grad_cam
from modeling.log_odds import genre_probabilities, pooled_model, probabilities
from modeling.poster_backbone import FEATURES

RED, GREEN = (255, 0, 0), (0, 255, 0)


@pytest.fixture(scope="module")
def model() -> keras.Model:
    """Two feature maps, red and green, each summed; genre 0 goes by 2 red - green, 1 by its rest.

    The maps have 2 x 2 cells, so that a score is the sum of 4 cells of each.
    """
    posters = keras.Input((2, 2, 3), dtype="uint8")
    x = keras.layers.Rescaling(1 / 255)(posters)
    x = keras.layers.Conv2D(2, 1, use_bias=False)(x)
    x = keras.layers.Flatten()(x)
    genres = keras.layers.Dense(2, name="genres")(x)
    model = keras.Model(posters, probabilities(genres))
    red_and_green = np.array([[1, 0], [0, 1], [0, 0]], dtype=np.float32)[None, None]
    scores = np.tile(np.array([[2, -2], [-1, 1]], dtype=np.float32), (4, 1))
    model.set_weights([red_and_green, scores, np.zeros(2, dtype=np.float32)])
    return model


def poster(top_left, top_right) -> np.ndarray:
    black = (0, 0, 0)
    return np.array([[top_left, top_right], [black, black]], dtype=np.uint8)


def test_heat_is_where_the_maps_speak_for_the_genre_as_worked_out_by_hand(model) -> None:
    posters = np.stack([poster(RED, GREEN), poster((128, 0, 0), RED), poster(RED, GREEN)])

    heat = grad_cam(model, posters, [0, 0, 1])

    assert np.allclose(heat[0], [[1, 0], [0, 0]])
    assert np.allclose(heat[1], [[128 / 255, 1], [0, 0]])
    assert np.allclose(heat[2], [[0, 1], [0, 0]])


def test_a_poster_in_which_nothing_speaks_for_the_genre_is_cold_everywhere(model) -> None:
    heat = grad_cam(model, poster(GREEN, GREEN)[None], [0])

    assert not heat.any()


def test_a_sure_score_is_explained_like_an_unsure_one(model) -> None:
    kernel, scores, bias = model.get_weights()
    model.set_weights([kernel, 50 * scores, bias])
    sure = model.predict(poster(RED, GREEN)[None], verbose=0)[0, 0]

    heat = grad_cam(model, poster(RED, GREEN)[None], [0])

    model.set_weights([kernel, scores, bias])
    assert sure == 1.0
    assert np.allclose(heat[0], [[1, 0], [0, 0]])


def test_heat_of_many_posters_is_that_of_each_alone(model) -> None:
    posters = np.random.default_rng(2).integers(0, 256, (2 * _AT_ONCE + 1, 2, 2, 3), dtype=np.uint8)
    genres = (np.arange(len(posters)) >= _AT_ONCE).astype(int)

    heat = grad_cam(model, posters, genres)

    alone = [grad_cam(model, posters[[place]], genres[[place]])[0] for place in range(len(posters))]
    assert heat.any()
    assert np.allclose(heat, alone)


@pytest.mark.parametrize(("share", "hot"), [(0.1, [[1, 0], [0, 0]]), (0.9, [[0, 1], [0, 0]])])
def test_heat_under_a_backbone_is_that_of_head_and_votes_together(share, hot) -> None:
    # The head finds the one genre in red, the votes find it in green, as strongly.
    posters = keras.Input((2, 2, 3), dtype="uint8")
    colours = keras.layers.Conv2D(2, 1, use_bias=False)
    maps = colours(keras.layers.Rescaling(1 / 255)(posters))
    features = keras.layers.GlobalAveragePooling2D(name=FEATURES)(maps)
    backbone = keras.Model(posters, features)
    colours.set_weights([np.array([[1, 0], [0, 1], [0, 0]], np.float32)[None, None]])
    given = keras.Input((2,))
    head = keras.Model(given, genre_probabilities(given, 1))
    head.set_weights([np.array([[1], [-1]], np.float32), np.zeros(1, np.float32)])
    votes = keras.layers.Dense(1)
    branch = on_backbone(backbone, head)
    model = pooled_model(branch, votes(branch.get_layer(FEATURES).output), share)
    votes.set_weights([np.array([[-1], [1]], np.float32), np.zeros(1, np.float32)])

    heat = grad_cam(model, poster(RED, GREEN)[None], [0])

    assert np.allclose(heat[0], hot)
