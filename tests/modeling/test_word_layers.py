import keras
import numpy as np
import pytest

from modeling.word_layers import mean_and_maximum, without_words

TOKENS = np.array([[3, 4, 5], [3, 4, 0], [0, 0, 0]], dtype=np.int32)


def test_mean_and_maximum_leave_padding_out():
    tokens = keras.Input((None,), dtype="int32")
    states = keras.Input((None, 2))
    model = keras.Model([tokens, states], mean_and_maximum(states, tokens))
    values = -np.array([[[0.1, 0.9], [0.3, 0.2], [0.5, 0.4]]] * 3, dtype="float32")

    pooled = model.predict([TOKENS, values], verbose=0)

    assert pooled[0] == pytest.approx([-0.3, -0.5, -0.1, -0.2], abs=1e-6)
    assert pooled[1] == pytest.approx([-0.2, -0.55, -0.1, -0.2], abs=1e-6)
    assert np.isfinite(pooled[2]).all()


def test_words_are_left_out_whole_and_in_training_alone():
    vectors = keras.Input((None, 4))
    model = keras.Model(vectors, without_words(vectors, 0.5))
    ones = np.ones((1, 200, 4), dtype="float32")

    trained_on = np.asarray(model(ones, training=True))[0]

    left_out = (trained_on == 0).all(axis=1)
    assert 50 < left_out.sum() < 150
    assert (trained_on[~left_out] != 0).all()
    assert np.array_equal(np.asarray(model(ones, training=False)), ones)


def test_no_dropout_adds_no_layer():
    vectors = keras.Input((None, 4))

    assert without_words(vectors, 0.0) is vectors
