import re

import numpy as np
import pytest

from samples.chance import stream
from samples.genre_words import GENRE_WORDS
from samples.grammar import write_overview, write_title


def overviews(count, shown=()):
    return [write_overview(stream(3, index, 0), shown) for index in range(count)]


def bearing(overview, genre):
    return sum(word in GENRE_WORDS[genre].all() for word in re.findall(r"\w+", overview.lower()))


def test_lengths_are_like_those_of_real_overviews():
    lengths = np.array([len(overview.split()) for overview in overviews(600)])
    assert 24 < lengths.mean() < 28
    assert lengths.max() <= 42
    assert lengths.min() >= 8
    assert np.mean((lengths >= 15) & (lengths <= 40)) > 0.85


def test_vocabulary_has_a_real_spread():
    found = {word for text in overviews(1_200) for word in re.findall(r"\w+", text.lower())}
    assert 1_500 < len(found) < 2_500


def test_no_slot_stays_open_and_articles_fit():
    text = " ".join(overviews(300, ("Drama", "Crime")))
    assert "{" not in text
    assert re.findall(r"\b[Aa] [aeiou]\w*", text) == []
    assert re.findall(r"\b[Aa]n [^aeiou]\w*", text) == []


@pytest.mark.parametrize("genre", sorted(GENRE_WORDS))
def test_a_shown_genre_has_its_words_and_others_only_strays(genre):
    with_it = [bearing(overview, genre) for overview in overviews(200, (genre,))]
    without = [bearing(overview, genre) for overview in overviews(200)]
    assert np.mean(with_it) > 2.5
    assert np.mean(np.array(with_it) >= 2) > 0.95
    assert max(without) <= 1
    assert np.mean(without) < 0.06


def test_three_genres_share_the_slots():
    shown = ("Drama", "Crime", "Adventure")
    counts = np.array([[bearing(text, g) for g in shown] for text in overviews(200, shown)])
    assert counts.min() >= 1
    assert counts.mean() > 2


def test_the_same_stream_writes_the_same():
    assert overviews(5, ("Drama",)) == overviews(5, ("Drama",))
    assert write_title(stream(1, 1, 1)) == write_title(stream(1, 1, 1))


def test_titles_have_two_to_four_words():
    lengths = {len(write_title(stream(1, index, 1)).split()) for index in range(200)}
    assert lengths <= {2, 3, 4}
