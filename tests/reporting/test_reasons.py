from data_contracts.explanations import OverviewReading, PosterHeat, WordContribution
from reporting.reasons import heat_sentence, highlighted, words_sentence


def reading(*words):
    found = tuple(WordContribution(word=w, contribution=c, known=c is not None) for w, c in words)
    return OverviewReading(film_id="tt1", genre="War", probability=0.5, words=found)


def heat(*rows):
    return PosterHeat(film_id="tt1", genre="War", probability=0.5, heat=rows)


def test_words_are_as_strong_as_their_share_of_the_strongest():
    words = highlighted(reading(("tank", 0.2), ("at", 0.01), ("love", -0.1), ("cut", None)))
    assert [word.strength for word in words] == [1, 0, -0.5, 0]
    assert [word.unread for word in words] == [False, False, False, True]


def test_words_that_add_next_to_nothing_are_not_highlighted():
    found = reading(("a", 0.001), ("b", -0.002))
    assert not any(word.strength for word in highlighted(found))
    assert words_sentence("LSTM", found).endswith("no single word matters to speak of.")


def test_the_strongest_words_are_named_for_and_against():
    found = reading(("tank,", 0.2), ("love", -0.1), ("gun", 0.3))
    assert words_sentence("LSTM", found) == (
        "LSTM on War (.50): for it “gun” +.30 and “tank” +.20; against it “love” \N{MINUS SIGN}.10."
    )


def test_of_words_against_the_strongest_come_first():
    found = reading(("a", -0.1), ("b", -0.4), ("c", -0.2), ("d", -0.3))
    said = words_sentence("LSTM", found)
    assert (
        "against it “b” \N{MINUS SIGN}.40, “d” \N{MINUS SIGN}.30 and “c” \N{MINUS SIGN}.20." in said
    )


def test_the_hottest_place_is_named():
    assert "top right of the poster" in heat_sentence("CNN", heat((0, 0, 1), (0, 0, 0), (0, 0, 0)))
    assert "bottom left" in heat_sentence("CNN", heat((0, 0, 0), (0, 0.5, 0), (1, 0, 0)))
    assert "no place" in heat_sentence("CNN", heat((0, 0), (0, 0)))
