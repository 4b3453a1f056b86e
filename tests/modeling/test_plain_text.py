import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data_contracts.examples import TextReading
from data_contracts.recipe import TextConfig
from modeling.plain_text import plain_token_ids
from modeling.text import tokenize
from modeling.wordpiece import own_order
from tests.tiny_networks import PIECES as PIECES_OF_AN_ENCODER

VOCABULARY = ["", "[UNK]", "a", "b", "café", "it's", "its", "élan", "don", "t"]
PIECES = st.sampled_from(
    ["a", "B", "Café", "CAFÉ", "it's", "its", "É", "élan", " ", "\t", "\n", "\x0b", "\u00a0",
     "\u2003", "-", "...", "“", "”", "'", "\u2019", "_", "`", "\\", "[", "ß", "İ", "\U0001f600",
     "don't", "0"]
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(PIECES, max_size=12).map("".join), min_size=1, max_size=4))
def test_token_ids_are_those_that_keras_makes(overviews) -> None:
    text = TextConfig(vocabulary_size=20, max_tokens=5)

    found = plain_token_ids(overviews, VOCABULARY, TextReading(max_tokens=5))

    expected = tokenize(overviews, VOCABULARY, text)
    assert [ids.tolist() for ids in found] == [ids.tolist() for ids in expected]
    assert all(ids.dtype == np.int32 for ids in found)


def test_word_pieces_are_those_of_the_encoder() -> None:
    vocabulary, _ = own_order(PIECES_OF_AN_ENCODER, "bert")

    (found,) = plain_token_ids(
        ["The film xy"], vocabulary, TextReading(tokenizer="wordpiece", max_tokens=4)
    )

    assert [vocabulary[token] for token in found] == ["the", "film", "x", "##y"]
