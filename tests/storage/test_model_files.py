from pathlib import Path

import numpy as np
import pytest

from data_contracts.errors import StoreError
from data_contracts.recipe import CnnConfig, ImageConfig, LstmConfig, TextConfig
from modeling.overview_lstm import build_overview_lstm
from modeling.poster_cnn import build_poster_cnn
from storage.model_files import MODEL_FILE, load_model, save_model

POSTERS = np.random.default_rng(1).integers(0, 256, (3, 16, 16, 3), dtype=np.uint8)
OVERVIEWS = np.array([[4, 2, 9, 0], [1, 0, 0, 0]], dtype=np.int32)


def cnn():
    config = CnnConfig(stem_filters=2, block_filters=(3,), dense_units=(4,))
    return build_poster_cnn(3, ImageConfig(height=16, width=16), config)


def lstm():
    config = LstmConfig(embedding_size=4, units=(3, 2), dense_units=5)
    return build_overview_lstm(3, TextConfig(vocabulary_size=12), config)


@pytest.mark.parametrize(("build", "inputs"), [(cnn, POSTERS), (lstm, OVERVIEWS)])
def test_a_model_comes_back_with_its_answers(build, inputs, tmp_path: Path):
    model = build()
    expected = model.predict(inputs, verbose=0)

    save_model(model, tmp_path)
    loaded = load_model(tmp_path)

    assert loaded.count_params() == model.count_params()
    assert np.array_equal(loaded.predict(inputs, verbose=0), expected)


def test_a_damaged_file_is_refused_in_a_sentence(tmp_path: Path):
    (tmp_path / MODEL_FILE).write_bytes(b"not a model")

    with pytest.raises(StoreError, match=r"model\.keras: cannot be read as a Keras model"):
        load_model(tmp_path)
