import math

import numpy as np
import pytest
from scipy.special import erf, softmax

from data_contracts.errors import WeightsError
from modeling.encoder_weights import WORDS
from modeling.lite_model import LiteModel
from modeling.text_encoder import EncoderConfig, build_encoder
from modeling.wordpiece import CLOSING_ID, OPENING_ID, own_order
from storage.model_files import lite_content
from tests.tiny_networks import ATTENTION, PIECES_OF, encoder_arrays, encoder_config

# The last one is so long that its ends are farther from each other than any distance counts.
OVERVIEWS = ([7, 9, 30], [5], [4, 4, 8, 12, 40, 41], [4 + place % 50 for place in range(200)])
EITHER_KIND = pytest.mark.parametrize("kind", ["bert", "mpnet"])


def in_own_order(kind: str) -> dict:
    arrays = encoder_arrays(kind)
    _, rows = own_order(PIECES_OF[kind], kind)
    return {**arrays, WORDS: arrays[WORDS][rows]}


def bucket(query: int, key: int) -> int:
    """MPNet's bucket of a distance, of 32, one at a time."""
    ahead, far = (16, key - query) if key > query else (0, query - key)
    if far < 8:
        return ahead + far
    return ahead + min(15, 8 + int(math.log(far / 8) / math.log(128 / 8) * 8))


def scores_of_distances(tokens: int, arrays: dict) -> np.ndarray:
    places = range(tokens)
    buckets = [[bucket(query, key) for key in places] for query in places]
    by_bucket = arrays["encoder.relative_attention_bias.weight"]
    return by_bucket[np.array(buckets)].transpose(2, 0, 1).astype(np.float64)


def embedded(ids: list[int], arrays: dict, kind: str) -> np.ndarray:
    words = arrays[WORDS][ids].astype(np.float64)
    places = arrays["embeddings.position_embeddings.weight"]
    if kind == "mpnet":
        return words + places[2 : 2 + len(ids)]
    return words + places[: len(ids)] + arrays["embeddings.token_type_embeddings.weight"][0]


def reference(ids: list[int], arrays: dict, config: EncoderConfig) -> np.ndarray:
    """The last hidden state of BertModel or MPNetModel, in NumPy from the papers' equations."""

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return x @ arrays[f"{name}.weight"].T.astype(np.float64) + arrays[f"{name}.bias"]

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        x = centred / np.sqrt(x.var(-1, keepdims=True) + config.layer_norm_eps)
        return x * arrays[f"{name}.weight"] + arrays[f"{name}.bias"]

    kind, heads = config.model_type, config.num_attention_heads
    x = norm(embedded(ids, arrays, kind), "embeddings.LayerNorm")
    bias = scores_of_distances(len(ids), arrays) if kind == "mpnet" else 0
    for layer in range(config.num_hidden_layers):
        name = f"encoder.layer.{layer}."
        *three, after, norm_of_attention = (f"{name}attention.{part}" for part in ATTENTION[kind])
        query, key, value = (
            linear(x, part).reshape(len(ids), heads, -1).swapaxes(0, 1) for part in three
        )
        scores = query @ key.swapaxes(1, 2) / np.sqrt(query.shape[-1]) + bias
        seen = (softmax(scores, axis=-1) @ value).swapaxes(0, 1).reshape(len(ids), -1)
        x = norm(x + linear(seen, after), norm_of_attention)
        wide = linear(x, f"{name}intermediate.dense")
        wide = wide * (1 + erf(wide / np.sqrt(2))) / 2
        x = norm(x + linear(wide, f"{name}output.dense"), f"{name}output.LayerNorm")
    return x


def padded(overviews) -> np.ndarray:
    longest = max(map(len, overviews))
    return np.array([[*ids, *[0] * (longest - len(ids))] for ids in overviews], dtype=np.int32)


@EITHER_KIND
def test_vectors_are_those_of_the_network_written_out_in_numpy(kind) -> None:
    arrays, config = in_own_order(kind), encoder_config(kind)
    vectors = build_encoder(config, arrays).predict_on_batch(padded(OVERVIEWS))

    for ids, of in zip(OVERVIEWS, vectors, strict=True):
        expected = reference([OPENING_ID, *ids, CLOSING_ID], arrays, config)
        assert np.allclose(of[: len(ids) + 2], expected, atol=1e-4)
        assert not of[len(ids) + 2 :].any()


@EITHER_KIND
def test_a_saved_encoder_loads_in_plain_keras(kind, tmp_path) -> None:
    import keras

    encoder = build_encoder(encoder_config(kind), in_own_order(kind))
    encoder.save(tmp_path / "encoder.keras")
    loaded = keras.models.load_model(tmp_path / "encoder.keras")

    tokens = padded(OVERVIEWS)
    assert np.array_equal(loaded.predict_on_batch(tokens), encoder.predict_on_batch(tokens))
    assert not encoder.trainable_variables
    assert {type(layer).__module__.partition(".")[0] for layer in loaded.layers} == {"keras"}


@EITHER_KIND
def test_litert_gives_the_vectors_of_keras_for_overviews_of_any_length(kind) -> None:
    encoder = build_encoder(encoder_config(kind), in_own_order(kind))
    lite = LiteModel(lite_content(encoder))

    for overview in OVERVIEWS:
        ids = np.array(overview, dtype=np.int32)
        expected = np.asarray(encoder(ids[np.newaxis]))
        assert np.allclose(lite.overviews([ids]), expected, atol=1e-4)


@pytest.mark.parametrize(
    ("kind", "lacking", "of"),
    [
        ("bert", "encoder.layer.1.output.dense.bias", "encoder-layer-1-output-dense"),
        ("bert", "embeddings.token_type_embeddings.weight", "places"),
        ("mpnet", "encoder.layer.0.attention.attn.o.bias", "encoder-layer-0-attention-attn-o"),
        ("mpnet", "encoder.relative_attention_bias.weight", "distances"),
    ],
)
def test_weights_of_another_network_are_refused(kind, lacking, of) -> None:
    arrays = in_own_order(kind)
    del arrays[lacking]
    with pytest.raises(WeightsError, match=rf"do not fit {of} .*{lacking}"):
        build_encoder(encoder_config(kind), arrays)
