from data_contracts.recipe import TextConfig
from modeling.readings import read_overviews, word_tokens
from modeling.wordpiece import own_order
from tests.tiny_networks import PIECES

WORDS = ["", "[UNK]", "the", "film"]
PIECES_OF_OURS, _ = own_order(PIECES, "bert")


def test_a_recipe_says_which_tokens_an_overview_becomes() -> None:
    words = TextConfig(max_tokens=3)
    pieces = TextConfig(max_tokens=3, tokenizer="wordpiece")

    (of_words,) = read_overviews(["The film, xy!"], WORDS, words)
    (of_pieces,) = read_overviews(["The film, xy!"], PIECES_OF_OURS, pieces)

    assert of_words.tolist() == [2, 3, 1]
    assert [PIECES_OF_OURS[token] for token in of_pieces] == ["the", "film", "[UNK]"]


def test_words_are_found_among_tokens_of_either_kind() -> None:
    def placed(tokenizer, vocabulary) -> list[tuple[str, list[int]]]:
        found = word_tokens(tokenizer, vocabulary)("Film - xy")
        return [(word, places.tolist()) for word, places in found]

    assert placed("words", WORDS) == [("Film", [0]), ("-", []), ("xy", [1])]
    assert placed("wordpiece", PIECES_OF_OURS) == [("Film", [0]), ("-", [1]), ("xy", [2, 3])]
