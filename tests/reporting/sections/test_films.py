import base64

from reporting.sections.films import films_section


def test_films_are_grouped_by_the_rule_that_chose_them(results):
    groups = films_section(results).blocks[1:]
    assert [group.rule for group in groups] == list(dict.fromkeys(f.rule for f in results.examples))
    assert sum(len(group.cards) for group in groups) == len(results.examples)


def test_a_guess_is_right_where_the_film_has_the_genre(results):
    card = films_section(results).blocks[1].cards[0]
    label, guesses = card.guesses[1]
    assert label == "LSTM on overviews"
    assert [guess.right for guess in guesses] == [True, False, False]


def test_the_poster_is_carried_whole(results):
    card = films_section(results).blocks[1].cards[0]
    scheme, data = card.poster.split(",")
    assert scheme == "data:image/jpeg;base64"
    assert base64.b64decode(data) == results.examples[0].poster_jpeg


def test_no_films_and_no_posters_are_no_error(build, results):
    assert films_section(build(examples=())).blocks[-1].text == "This run kept no example films."
    bare = results.examples[0].model_copy(update={"poster_jpeg": None})
    assert films_section(build(examples=(bare,))).blocks[1].cards[0].poster == ""
