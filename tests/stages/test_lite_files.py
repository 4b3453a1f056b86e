import keras
import numpy as np
import pytest

from data_contracts.errors import StoreError
from modeling.lite_model import LiteModel
from stages import lite_files
from stages.lite_files import SaidOfOverviews, lite_file, small_lite_file
from storage.model_files import lite_content


@pytest.fixture(scope="module")
def model() -> keras.Model:
    """A model of overviews whose matrices are large enough to be stored in 8 bits."""
    keras.utils.set_random_seed(3)
    tokens = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(200, 64)(tokens)
    x = keras.layers.GlobalMaxPooling1D()(x)
    x = keras.layers.Dense(64, activation="relu", kernel_initializer="orthogonal")(x)
    return keras.Model(tokens, keras.layers.Dense(3, activation="sigmoid")(x))


@pytest.fixture(scope="module")
def known(model: keras.Model) -> SaidOfOverviews:
    rng = np.random.default_rng(0)
    token_ids = [rng.integers(2, 200, length).astype(np.int32) for length in (1, 5, 9)]
    said = [model.predict_on_batch(ids[None])[0] for ids in token_ids]
    return SaidOfOverviews(token_ids, np.stack(said))


def test_weights_of_8_bits_take_less_room_and_say_nearly_the_same(model, known) -> None:
    small, whole = small_lite_file(model, known), lite_file(model, "lstm")

    apart = np.abs(LiteModel(small.content).overviews(known.token_ids) - known.said).mean()
    assert small.eight_bit_error == pytest.approx(apart)
    assert 0 < small.eight_bit_error <= lite_files.EIGHT_BIT_TOLERANCE
    assert len(small.content) < 0.6 * len(whole.content)
    assert whole.eight_bit_error is None


def test_a_model_that_8_bits_would_change_too_much_keeps_its_own_weights(
    model, known, monkeypatch
) -> None:
    monkeypatch.setattr(lite_files, "EIGHT_BIT_TOLERANCE", 0.0)

    kept = small_lite_file(model, known)

    assert kept.eight_bit_error is None
    assert np.allclose(LiteModel(kept.content).overviews(known.token_ids), known.said, atol=1e-4)


def test_a_model_that_cannot_be_converted_to_8_bits_keeps_its_own_weights(
    model, known, monkeypatch
) -> None:
    def only_whole(model, *, eight_bits=False):
        if eight_bits:
            raise StoreError("an odd operation")
        return lite_content(model)

    monkeypatch.setattr(lite_files, "lite_content", only_whole)

    assert small_lite_file(model, known).eight_bit_error is None
