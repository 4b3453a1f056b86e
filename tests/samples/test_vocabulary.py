from samples.genre_words import GENRE_WORDS
from samples.vocabulary import FIRST_NAMES, NAME_ENDS, NAME_STARTS, NEUTRAL, REGIONS


def test_neutral_words_bear_no_genre():
    bearing = {word for word_set in GENRE_WORDS.values() for word in word_set.all()}
    names = {name.lower() for name in (*FIRST_NAMES, *REGIONS)}
    assert bearing & (set(NEUTRAL.all()) | names) == set()


def test_names_made_of_parts_bear_no_genre():
    bearing = {word for word_set in GENRE_WORDS.values() for word in word_set.all()}
    made = {f"{start}{end}".lower() for start in NAME_STARTS for end in NAME_ENDS}
    assert bearing & made == set()


def test_each_kind_has_a_real_spread():
    kinds = (NEUTRAL.role, NEUTRAL.adj, NEUTRAL.thing, NEUTRAL.verb)
    assert min(len(set(kind)) for kind in kinds) > 100
