import zipfile

import keras
import numpy as np

from data_contracts.config import LstmConfig, TextConfig
from modeling.overview_lstm import build_overview_lstm, fast_twin

TEXT = TextConfig(vocabulary_size=20)
TINY = LstmConfig(embedding_size=4, units=(3, 2), dense_units=5)


def test_reference_network_has_the_studys_parameters():
    model = build_overview_lstm(25, TextConfig(), LstmConfig())

    assert model.count_params() == 4_303_129
    assert model.output_shape == (None, 25)


def test_reference_network_has_the_studys_layers_in_order():
    model = build_overview_lstm(25, TextConfig(), LstmConfig())

    layers = [type(layer).__name__ for layer in model.layers if "mask" not in layer.name.lower()]

    names = [name for name in layers if name != "NotEqual"]
    recurrent = ["Bidirectional", "Bidirectional"]
    assert names == ["InputLayer", "Embedding", *recurrent, "Dense", "Dropout", "Dense"]


def test_padding_changes_nothing():
    # The study pads to 200 tokens; padding to the batch's longest is the same mathematics
    # only if what is padded is masked.
    model = build_overview_lstm(3, TEXT, TINY)
    short = np.array([[5, 7, 9]], dtype=np.int32)
    padded = np.pad(short, ((0, 0), (0, 17)))

    assert np.allclose(model.predict(short, verbose=0), model.predict(padded, verbose=0), atol=1e-6)


def test_a_token_changes_the_answer():
    model = build_overview_lstm(3, TEXT, TINY)
    overviews = np.array([[5, 7, 9], [5, 7, 10]], dtype=np.int32)

    first, second = model.predict(overviews, verbose=0)

    assert not np.allclose(first, second, atol=1e-6)


def test_the_fast_twin_has_the_models_own_variables():
    model = build_overview_lstm(3, TEXT, TINY)

    twin = fast_twin(model)

    assert [id(v) for v in twin.weights] == [id(v) for v in model.weights]
    assert {id(v) for v in twin.variables} == {id(v) for v in model.variables}


def test_a_model_trained_through_its_twin_is_saved_as_plain_keras(tmp_path):
    model = build_overview_lstm(3, TEXT, TINY)
    twin = fast_twin(model)
    overviews = np.array([[5, 7, 9, 4], [5, 7, 0, 0]], dtype=np.int32)
    untrained = model.predict(overviews, verbose=0)
    twin.compile("adam", "binary_crossentropy")
    twin.fit(overviews, np.ones((2, 3)), epochs=3, verbose=0)

    model.save(tmp_path / "model.keras")

    loaded = keras.models.load_model(tmp_path / "model.keras")
    probabilities = loaded.predict(overviews, verbose=0)
    assert np.allclose(probabilities, twin.predict(overviews, verbose=0), atol=1e-6)
    assert not np.allclose(probabilities, untrained, atol=1e-4)
    assert b"modeling" not in zipfile.ZipFile(tmp_path / "model.keras").read("config.json")
