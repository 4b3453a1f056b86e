import numpy as np

from data_contracts.config import TextConfig
from modeling.text import fit_vocabulary, pad, text_layer, tokenize

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
