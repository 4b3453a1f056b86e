import numpy as np
import pytest

from data_contracts.errors import WeightsError
from data_contracts.examples import PADDING_ID, UNKNOWN_ID
from modeling.wordpiece import CLOSING_ID, OPENING_ID, own_order, place_pieces, tokenize_pieces
from tests.tiny_networks import LEARNT, PIECES, PIECES_OF

VOCABULARY, ROWS = own_order(PIECES, "bert")


def said(overview: str, max_tokens: int = 50) -> list[str]:
    (ids,) = tokenize_pieces([overview], VOCABULARY, max_tokens)
    assert ids.dtype == np.int32
    return [VOCABULARY[token] for token in ids]


def test_padding_and_unknown_come_first_and_every_row_keeps_its_token() -> None:
    assert [VOCABULARY[place] for place in (PADDING_ID, UNKNOWN_ID, OPENING_ID, CLOSING_ID)] == [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
    ]
    assert [PIECES[row] for row in ROWS] == VOCABULARY
    assert not {"[MASK]", "[unused0]"} & set(VOCABULARY)
    with pytest.raises(WeightsError, match=r"lacks \[CLS\]"):
        own_order([piece for piece in PIECES if piece != "[CLS]"], "bert")


def test_mpnets_own_special_tokens_come_first_and_those_of_bert_are_left_out() -> None:
    pieces = PIECES_OF["mpnet"]

    vocabulary, rows = own_order(pieces, "mpnet")

    assert vocabulary == ["<pad>", "[UNK]", "<s>", "</s>", *LEARNT]
    assert [pieces[row] for row in rows] == vocabulary
    (ids,) = tokenize_pieces(["The fílm <s>!"], vocabulary, 50)
    assert [vocabulary[token] for token in ids] == ["the", "film", "[UNK]", "s", "[UNK]", "[UNK]"]
    with pytest.raises(WeightsError, match=r"lacks <pad>, <s>, </s>; .* of the kind mpnet"):
        own_order(PIECES, "mpnet")


def test_words_become_lower_case_pieces_without_accents() -> None:
    assert said("The Film é xy!") == ["the", "film", "e", "x", "##y", "[UNK]"]
    assert said("the film the film", max_tokens=3) == ["the", "film", "the"]
    assert said("") == ["[UNK]"]


def test_each_word_is_found_with_all_its_pieces() -> None:
    placed = {word: places.tolist() for word, places in place_pieces("The xyz, e  !", VOCABULARY)}
    assert placed == {"The": [0], "xyz,": [1, 2, 3, 4], "e": [5], "!": [6]}
