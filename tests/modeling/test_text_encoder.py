import numpy as np
import pytest
from scipy.special import erf, softmax

from data_contracts.errors import WeightsError
from modeling.text_encoder import WORDS, EncoderConfig, build_encoder
from modeling.wordpiece import CLOSING_ID, OPENING_ID, own_order
from tests.tiny_networks import HEADS, HIDDEN, LAYERS, PIECES, PLACES, WIDE, encoder_arrays

CONFIG = EncoderConfig(
    hidden_size=HIDDEN,
    intermediate_size=WIDE,
    num_attention_heads=HEADS,
    num_hidden_layers=LAYERS,
    max_position_embeddings=PLACES,
    layer_norm_eps=1e-12,
)
OVERVIEWS = ([7, 9, 30], [5], [4, 4, 8, 12, 40, 41])


def in_own_order(arrays: dict) -> dict:
    _, rows = own_order(PIECES)
    return {**arrays, WORDS: arrays[WORDS][rows]}


def reference(ids: list[int], arrays: dict, layers: int, heads: int) -> np.ndarray:
    """BertModel's last hidden state, written out in NumPy from the paper's equations."""

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return x @ arrays[f"{name}.weight"].T.astype(np.float64) + arrays[f"{name}.bias"]

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return x * arrays[f"{name}.weight"] + arrays[f"{name}.bias"]

    x = arrays[WORDS][ids].astype(np.float64)
    x = x + arrays["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + arrays["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(layers):
        name = f"encoder.layer.{layer}."
        query, key, value = (
            linear(x, f"{name}attention.self.{part}").reshape(len(ids), heads, -1).swapaxes(0, 1)
            for part in ("query", "key", "value")
        )
        weights = softmax(query @ key.swapaxes(1, 2) / np.sqrt(query.shape[-1]), axis=-1)
        seen = (weights @ value).swapaxes(0, 1).reshape(len(ids), -1)
        x = norm(
            x + linear(seen, f"{name}attention.output.dense"), f"{name}attention.output.LayerNorm"
        )
        wide = linear(x, f"{name}intermediate.dense")
        wide = wide * (1 + erf(wide / np.sqrt(2))) / 2
        x = norm(x + linear(wide, f"{name}output.dense"), f"{name}output.LayerNorm")
    return x


def padded(overviews) -> np.ndarray:
    longest = max(map(len, overviews))
    return np.array([[*ids, *[0] * (longest - len(ids))] for ids in overviews], dtype=np.int32)


def test_vectors_are_those_of_the_network_written_out_in_numpy() -> None:
    arrays = in_own_order(encoder_arrays())
    vectors = build_encoder(CONFIG, arrays).predict_on_batch(padded(OVERVIEWS))

    for ids, of in zip(OVERVIEWS, vectors, strict=True):
        expected = reference([OPENING_ID, *ids, CLOSING_ID], arrays, LAYERS, HEADS)
        assert np.allclose(of[: len(ids) + 2], expected, atol=1e-4)
        assert not of[len(ids) + 2 :].any()


def test_a_saved_encoder_loads_in_plain_keras(tmp_path) -> None:
    import keras

    encoder = build_encoder(CONFIG, in_own_order(encoder_arrays()))
    encoder.save(tmp_path / "encoder.keras")
    loaded = keras.models.load_model(tmp_path / "encoder.keras")

    tokens = padded(OVERVIEWS)
    assert np.array_equal(loaded.predict_on_batch(tokens), encoder.predict_on_batch(tokens))
    assert not encoder.trainable_variables


def test_weights_of_another_network_are_refused() -> None:
    arrays = in_own_order(encoder_arrays())
    del arrays["encoder.layer.1.output.dense.bias"]
    with pytest.raises(WeightsError, match=r"do not fit encoder-layer-1-output-dense"):
        build_encoder(CONFIG, arrays)
