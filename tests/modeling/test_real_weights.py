"""The real weights of the extra `pretrained`, in our networks; make test-weights."""

import numpy as np
import pytest

from data_contracts.recipe import ImageConfig
from modeling.poster_backbone import build_backbone
from modeling.text import pad
from modeling.text_encoder import WORDS, EncoderConfig, build_encoder
from modeling.wordpiece import CLOSING_ID, OPENING_ID, own_order, tokenize_pieces
from storage.pretrained_weights import locate_weights, read_weights
from tests.modeling import test_poster_backbone, test_text_encoder

pytestmark = pytest.mark.weights

SENTENCES = (
    "A sheriff and an outlaw meet for a last gunfight in the desert.",
    "Cowboys ride out to take revenge on a gang of bandits.",
    "A shy baker falls in love with her neighbour in Paris.",
)


def test_the_real_encoder_gives_the_vectors_of_its_equations_and_knows_what_is_alike() -> None:
    folder = locate_weights("minilm-l6", None)
    arrays = read_weights(folder / "model.safetensors")
    config = EncoderConfig.model_validate_json((folder / "config.json").read_bytes())
    vocabulary, rows = own_order((folder / "vocab.txt").read_text("utf-8").split("\n")[:-1])
    arrays |= {WORDS: arrays[WORDS][rows]}
    token_ids = tokenize_pieces(SENTENCES, vocabulary, 50)

    vectors = build_encoder(config, arrays).predict_on_batch(pad(token_ids))

    means = []
    for ids, of in zip(token_ids, vectors, strict=True):
        marked = [OPENING_ID, *ids, CLOSING_ID]
        layers, heads = config.num_hidden_layers, config.num_attention_heads
        expected = test_text_encoder.reference(marked, arrays, layers, heads)
        assert np.allclose(of[: len(marked)], expected, atol=1e-4)
        means.append(expected.mean(axis=0) / np.linalg.norm(expected.mean(axis=0)))
    assert means[0] @ means[1] > 0.3 > means[0] @ means[2]


def test_the_real_backbone_gives_the_features_of_its_equations() -> None:
    arrays = read_weights(locate_weights("efficientnet-lite0", None))
    posters = np.random.default_rng(2).integers(0, 256, (2, 60, 30, 3)).astype(np.uint8)

    backbone = build_backbone("efficientnet-lite0", arrays, ImageConfig(height=60, width=30))
    features = backbone.predict_on_batch(posters)

    for poster, of in zip(posters, features, strict=True):
        assert np.allclose(of, test_poster_backbone.reference(poster, arrays), atol=1e-3)
