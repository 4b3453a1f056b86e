import zipfile

import keras
import numpy as np
import pytest

from data_contracts.recipe import LstmConfig, TextConfig
from modeling.overview_lstm import build_overview_lstm, fast_twin

TEXT = TextConfig(vocabulary_size=20)
TINY = LstmConfig(embedding_size=4, units=(3, 2), dense_units=5)
EVERY_OPTION = LstmConfig(
    embedding_size=4,
    units=(3, 2),
    dense_units=0,
    pooling="mean-max",
    word_dropout=0.3,
)
BOTH = pytest.mark.parametrize("config", [TINY, EVERY_OPTION], ids=["plain", "every option"])


def test_reference_network_has_the_studys_parameters():
    model = build_overview_lstm(25, TextConfig(), LstmConfig())

    assert model.count_params() == 4_303_129
    assert model.output_shape == (None, 25)


def test_reference_network_has_the_studys_layers_in_order():
    model = build_overview_lstm(25, TextConfig(), LstmConfig())

    layers = [type(layer).__name__ for layer in model.layers if "mask" not in layer.name.lower()]

    names = [name for name in layers if name != "NotEqual"]
    recurrent = ["Bidirectional", "Bidirectional"]
    assert names == [
        "InputLayer",
        "Embedding",
        *recurrent,
        "Dense",
        "Dropout",
        "Dense",
        "Activation",
    ]


def said(model, overviews) -> np.ndarray:
    """Return what a model says; predict would trace it first, which takes most of the time."""
    return np.asarray(model(overviews))


@BOTH
def test_padding_changes_nothing(config):
    # The study pads to 200 tokens; padding to the batch's longest is the same mathematics
    # only if what is padded is masked.
    model = build_overview_lstm(3, TEXT, config)
    short = np.array([[5, 7, 9]], dtype=np.int32)
    padded = np.pad(short, ((0, 0), (0, 17)))

    assert np.allclose(said(model, short), said(model, padded), atol=1e-6)


@BOTH
def test_a_token_changes_the_answer(config):
    model = build_overview_lstm(3, TEXT, config)
    overviews = np.array([[5, 7, 9], [5, 7, 10]], dtype=np.int32)

    first, second = said(model, overviews)

    assert not np.allclose(first, second, atol=1e-6)


@BOTH
def test_the_fast_twin_has_the_models_own_variables(config):
    model = build_overview_lstm(3, TEXT, config)

    twin = fast_twin(model)

    assert [id(v) for v in twin.weights] == [id(v) for v in model.weights]
    assert {id(v) for v in twin.variables} == {id(v) for v in model.variables}


@BOTH
def test_a_model_trained_through_its_twin_is_saved_as_plain_keras(tmp_path, config):
    model = build_overview_lstm(3, TEXT, config)
    twin = fast_twin(model)
    overviews = np.array([[5, 7, 9, 4], [5, 7, 0, 0]], dtype=np.int32)
    untrained = said(model, overviews)
    twin.compile("adam", "binary_crossentropy")
    twin.fit(overviews, np.ones((2, 3)), epochs=3, verbose=0)

    model.save(tmp_path / "model.keras")

    loaded = keras.models.load_model(tmp_path / "model.keras")
    probabilities = said(loaded, overviews)
    assert np.allclose(probabilities, said(twin, overviews), atol=1e-6)
    assert not np.allclose(probabilities, untrained, atol=1e-4)
    assert b"modeling" not in zipfile.ZipFile(tmp_path / "model.keras").read("config.json")
