import keras
import numpy as np

from modeling.asked_model import KerasModel


def test_overviews_of_any_length_are_answered_in_their_order() -> None:
    tokens = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(9, 3, mask_zero=True)(tokens)
    pooled = keras.layers.GlobalAveragePooling1D()(x)
    model = keras.Model(tokens, keras.layers.Dense(2, activation="sigmoid")(pooled))
    overviews = [np.array(ids, dtype=np.int32) for ids in ([3, 4, 5], [8], [1, 2])]

    said = KerasModel(model).overviews(overviews)

    assert np.allclose(said, [np.asarray(model(ids[None]))[0] for ids in overviews], atol=1e-6)


def test_posters_are_answered_in_their_order() -> None:
    posters = keras.Input((4, 4, 3), dtype="uint8")
    mean = keras.layers.GlobalAveragePooling2D()(keras.layers.Rescaling(1 / 255)(posters))
    model = keras.Model(posters, mean)
    shown = np.arange(3, dtype=np.uint8)[:, None, None, None] * np.ones((1, 4, 4, 3), np.uint8)

    assert np.allclose(KerasModel(model).posters(shown)[:, 0], np.arange(3) / 255, atol=1e-6)
