import keras
import numpy as np
import pytest

from data_contracts.examples import UNKNOWN_ID
from modeling.asked_model import KerasModel
from modeling.occlusion import patch_contributions, word_contributions

SCORES = np.array([0.0, 0.5, 3.0, -2.0, 0.0], dtype=np.float32)
"""What each token id adds to the mean that genre 0 goes by; genre 1 goes by its opposite."""


@pytest.fixture(scope="module")
def model() -> keras.Model:
    tokens = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(len(SCORES), 1, mask_zero=True)(tokens)
    x = keras.layers.GlobalAveragePooling1D()(x)
    model = keras.Model(tokens, keras.layers.Dense(2, activation="sigmoid")(x))
    model.set_weights([SCORES[:, None], np.array([[1, -1]]), np.zeros(2)])
    return model


def sigmoid(score: float) -> float:
    return 1 / (1 + np.exp(-score))


def test_each_word_adds_what_is_lost_with_an_unknown_word_in_its_place(model) -> None:
    overview = np.array([2, 3, 4], dtype=np.int32)

    (added,) = word_contributions(KerasModel(model).overviews, [overview], [0])

    said = sigmoid((3 - 2 + 0) / 3)
    without = [sigmoid(mean / 3) for mean in (0.5 - 2 + 0, 3 + 0.5 + 0, 3 - 2 + 0.5)]
    assert np.allclose(added, said - np.array(without), atol=1e-6)


def test_overviews_of_any_length_are_explained_each_for_its_own_genre(model) -> None:
    long, short = np.array([2, 3, 4, 2, 2], dtype=np.int32), np.array([3], dtype=np.int32)

    first, second = word_contributions(KerasModel(model).overviews, [long, short], [0, 1])

    assert [len(first), len(second)] == [5, 1]
    assert second[0] == pytest.approx(sigmoid(2) - sigmoid(-0.5), abs=1e-6)
    assert np.allclose(first, word_contributions(KerasModel(model).overviews, [long], [0])[0])


def test_an_unknown_word_adds_nothing(model) -> None:
    (added,) = word_contributions(
        KerasModel(model).overviews, [np.array([2, UNKNOWN_ID], dtype=np.int32)], [0]
    )

    assert added[1] == pytest.approx(0, abs=1e-6)
    assert added[0] > 0


def test_the_words_at_named_places_alone_are_asked_about(model) -> None:
    asked = KerasModel(model).overviews
    long, short = np.array([2, 3, 4, 2, 3], dtype=np.int32), np.array([3, 2], dtype=np.int32)
    of_all = word_contributions(asked, [long, short], [0, 1])

    places = [np.array([1, 4]), np.array([], dtype=np.intp)]
    first, second = word_contributions(asked, [long, short], [0, 1], places)

    assert np.allclose(first, of_all[0][[1, 4]])
    assert second.size == 0


def test_each_patch_adds_what_is_lost_with_the_mean_colour_in_its_place() -> None:
    poster = np.full((6, 4, 3), 100, dtype=np.uint8)
    poster[4:, 2:] = 220  # a quarter of the width and a third of the height, alone in its patch

    def ask(posters):
        bright = posters[..., 0].astype(np.float32).mean(axis=(1, 2)) / 255
        return np.stack([bright, 1 - bright], axis=1)

    added = patch_contributions(ask, poster, 0, grid=(3, 2))

    assert added.shape == (3, 2)
    assert added.argmax() == 5
    assert (added.ravel()[:5] < 0).all()
    assert np.allclose(patch_contributions(ask, poster, 1, grid=(3, 2)), -added, atol=1e-6)
