"""The real weights of the extra `pretrained`, in our networks; make test-weights."""

from dataclasses import replace

import numpy as np
import pytest
from tokenizers import Tokenizer

from data_contracts.recipe import ImageConfig
from modeling.encoder_weights import WORDS
from modeling.poster_backbone import SCALES, build_backbone
from modeling.text import pad
from modeling.text_encoder import EncoderConfig, build_encoder
from modeling.wordpiece import CLOSING_ID, OPENING_ID, own_order, tokenize_pieces
from storage.pretrained_weights import PACKAGES, open_weights, read_weights
from storage.split_package import put_together
from tests.modeling import test_poster_backbone, test_text_encoder

pytestmark = pytest.mark.weights

SENTENCES = (
    "A sheriff and an outlaw meet for a last gunfight in the desert.",
    "Cowboys ride out to take revenge on a gang of bandits.",
    "A shy baker falls in love with her neighbour in Paris.",
)


# Accents, punctuation, ideographs, odd spacing, what no piece covers. No "<s>" is among them, which
# MPNet's tokenizer takes for its own mark even where an overview has it; ours takes it for text.
ODD_TEXTS = (
    "Amélie's café -- a \u201cnaïve\u201d   love-story, \t(1999)...\u00a0$5,000!",
    "七人の侍 Shichinin no samurai\n\r Ñandú ÅNGSTRÖM İstanbul straße",
    "\U0001f600 z\u0000\ufffd\u200b e\u0301 \u0915\u094d\u0937 [MASK]ed pad " + "x" * 101,
)


@pytest.mark.parametrize("name", ["minilm-l6", "mpnet-base"])
def test_the_real_encoder_gives_the_vectors_of_its_equations_and_knows_what_is_alike(name) -> None:
    with open_weights(name, None) as folder:
        arrays = read_weights(folder / "model.safetensors")
        config = EncoderConfig.model_validate_json((folder / "config.json").read_bytes())
        pieces = (folder / "vocab.txt").read_text("utf-8").split("\n")[: len(arrays[WORDS])]
    vocabulary, rows = own_order(pieces, config.model_type)
    arrays |= {WORDS: arrays[WORDS][rows]}
    token_ids = tokenize_pieces(SENTENCES, vocabulary, 50)

    vectors = build_encoder(config, arrays).predict_on_batch(pad(token_ids))

    means = []
    for ids, of in zip(token_ids, vectors, strict=True):
        marked = [OPENING_ID, *ids, CLOSING_ID]
        expected = test_text_encoder.reference(marked, arrays, config)
        assert np.allclose(of[: len(marked)], expected, atol=1e-4)
        means.append(expected.mean(axis=0) / np.linalg.norm(expected.mean(axis=0)))
    assert means[0] @ means[1] > 0.3 > means[0] @ means[2]


def test_texts_become_the_tokens_that_mpnets_own_tokenizer_makes() -> None:
    package = replace(PACKAGES["mpnet-base"], files=("model.safetensors", "tokenizer.json"))
    with put_together("mpnet-base", package) as folder:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    pieces = sorted(tokenizer.get_vocab(), key=tokenizer.get_vocab().get)
    vocabulary, _ = own_order(pieces, "mpnet")

    ours = tokenize_pieces([*SENTENCES, *ODD_TEXTS], vocabulary, 500)

    theirs = tokenizer.encode_batch([*SENTENCES, *ODD_TEXTS], add_special_tokens=False)
    assert [[vocabulary[token] for token in ids] for ids in ours] == [of.tokens for of in theirs]


@pytest.mark.parametrize("name", ["efficientnet-lite0", "efficientnet-lite2"])
def test_the_real_backbone_gives_the_features_of_its_equations(name) -> None:
    with open_weights(name, None) as path:
        arrays = read_weights(path)
    posters = np.random.default_rng(2).integers(0, 256, (2, 60, 30, 3)).astype(np.uint8)

    backbone = build_backbone(name, arrays, ImageConfig(height=60, width=30))
    features = backbone.predict_on_batch(posters)

    for poster, of in zip(posters, features, strict=True):
        expected = test_poster_backbone.reference(poster, arrays, depth=SCALES[name][1])
        assert np.allclose(of, expected, atol=1e-3)
