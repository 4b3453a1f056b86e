import subprocess
import sys

import keras
import numpy as np
import pytest

from data_contracts.recipe import CnnConfig, ImageConfig, LstmConfig, TextConfig
from modeling.lite_model import LiteModel
from modeling.overview_lstm import build_overview_lstm
from modeling.poster_cnn import build_poster_cnn
from storage.model_files import lite_content

GENRES = 5
RNG = np.random.default_rng(1)


@pytest.fixture(scope="module")
def lstm() -> keras.Model:
    text = TextConfig(vocabulary_size=30, max_tokens=20)
    return build_overview_lstm(GENRES, text, LstmConfig(embedding_size=4, units=(4, 3)))


@pytest.fixture(scope="module")
def lite(lstm) -> LiteModel:
    return LiteModel(lite_content(lstm))


def test_overviews_of_any_length_get_the_probabilities_of_keras(lstm, lite) -> None:
    overviews = [RNG.integers(1, 30, length, dtype=np.int32) for length in (1, 2, 20, 7, 7)]

    said = lite.overviews(overviews)

    expected = [np.asarray(lstm(ids[np.newaxis]))[0] for ids in overviews]
    assert said.shape == (5, GENRES)
    assert np.allclose(said, expected, atol=1e-6)


def test_padding_is_masked(lite) -> None:
    overview = np.array([4, 9, 2], dtype=np.int32)

    assert np.allclose(*lite.overviews([overview, np.pad(overview, (0, 11))]), atol=1e-6)


def test_posters_get_the_probabilities_of_keras_whatever_their_number() -> None:
    cnn = build_poster_cnn(
        GENRES,
        ImageConfig(height=16, width=24),
        CnnConfig(stem_filters=4, block_filters=(4,), dense_units=(8,)),
    )
    posters = RNG.integers(0, 256, (35, 16, 24, 3), dtype=np.uint8)

    said = LiteModel(lite_content(cnn)).posters(posters)

    assert np.allclose(said, cnn.predict(posters, verbose=0), atol=1e-6)


def test_neither_tensorflow_nor_keras_is_imported(lstm, tmp_path) -> None:
    (tmp_path / "model.tflite").write_bytes(lite_content(lstm))
    code = (
        "import sys; from pathlib import Path; import numpy as np;"
        "from modeling.lite_model import LiteModel;"
        f"model = LiteModel(Path({str(tmp_path / 'model.tflite')!r}).read_bytes());"
        "print(model.overviews([np.ones(3, np.int32)]).shape,"
        " sorted({'tensorflow', 'keras', 'prefect'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == f"(1, {GENRES}) []\n"
    assert done.stderr == ""
