import re

import numpy as np
import pytest

from data_contracts.examples import UNKNOWN_ID
from data_contracts.recipe import TextConfig
from modeling.text import fit_vocabulary, pad, place_words, text_layer, tokenize

OVERVIEWS = ["A dog, a cat.", "The dog runs!", "dog"]
TEXT = TextConfig(vocabulary_size=10, max_tokens=4)


def test_vocabulary_is_ordered_by_frequency_after_padding_and_unknown():
    vocabulary = fit_vocabulary(OVERVIEWS, TEXT)

    assert vocabulary[:4] == ["", "[UNK]", "dog", "a"]
    assert set(vocabulary[4:]) == {"cat", "the", "runs"}


def test_vocabulary_keeps_no_more_than_its_size():
    assert len(fit_vocabulary([f"word{i}" for i in range(50)], TEXT)) == 10


def test_token_ids_are_places_in_the_vocabulary():
    vocabulary = fit_vocabulary(OVERVIEWS, TEXT)

    dog_wolf, cut = tokenize(["DOG wolf", "dog dog dog dog dog dog"], vocabulary, TEXT)

    assert dog_wolf.tolist() == [vocabulary.index("dog"), 1]
    assert dog_wolf.dtype == np.int32
    assert cut.tolist() == [2, 2, 2, 2]


def test_an_overview_without_a_token_is_one_unknown_token():
    (ids,) = tokenize(["?!"], fit_vocabulary(OVERVIEWS, TEXT), TEXT)

    assert ids.tolist() == [1]


def test_pads_on_the_right_to_the_longest():
    padded = pad([np.array([3, 4, 5], np.int32), np.array([6], np.int32)])

    assert padded.tolist() == [[3, 4, 5], [6, 0, 0]]


def test_the_text_layer_agrees_with_tokenize():
    vocabulary = fit_vocabulary(OVERVIEWS, TEXT)

    layer = text_layer(vocabulary, TEXT)

    row = np.asarray(layer(np.array(["the cat runs"], dtype=object)))[0]
    (ids,) = tokenize(["the cat runs"], vocabulary, TEXT)
    assert row.tolist() == [*ids.tolist(), 0]


ODD = (
    "A man - say, Jim's  mother-in-law -- walks; ...",
    "\tTab\nand\u00a0hard space, caf\u00e9 \u201cquotes\u201d \u2014 dash\r\n",
    "...",
    "",
    "U.S. (1944) & \u00d6l @home",
)


@pytest.mark.parametrize("overview", ODD)
def test_words_are_placed_where_their_tokens_are(overview):
    placed = [(word, place) for word, place in place_words(overview) if place is not None]
    vocabulary = fit_vocabulary(list(ODD), TextConfig())

    (ids,) = tokenize([overview], vocabulary, TextConfig())

    if placed:
        assert [place for _, place in placed] == list(range(len(ids)))
        for word, place in placed:
            assert tokenize([word], vocabulary, TextConfig())[0].tolist() == [ids[place]]
    else:
        assert ids.tolist() == [UNKNOWN_ID]
    assert [word for word, _ in place_words(overview)] == re.findall("[^ \t\n\r]+", overview)
