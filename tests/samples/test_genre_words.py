from collections import Counter

from samples.genre_words import GENRE_WORDS, split_words, words
from samples.truth import genres_shown_in


def test_there_are_words_for_exactly_the_genres_that_overviews_show():
    assert set(GENRE_WORDS) == set(genres_shown_in("overview"))


def test_no_word_belongs_to_two_genres():
    counts = Counter(word for word_set in GENRE_WORDS.values() for word in word_set.all())
    assert [word for word, count in counts.items() if count > 1] == []


def test_words_are_split_into_kinds():
    built = words("a b", "c", "d", "e f")
    assert (built.role, built.verb) == (("a", "b"), ("e", "f"))
    assert built.all() == ("a", "b", "c", "d", "e", "f")
    assert split_words(" x\n  y ") == ("x", "y")
