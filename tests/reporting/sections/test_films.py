import base64

from reporting.sections.films import films_section


def first_card(results):
    return next(b for b in films_section(results).blocks if b.kind == "films").cards[0]


def test_films_are_grouped_by_the_rule_that_chose_them(results):
    groups = [b for b in films_section(results).blocks if b.kind == "films"]
    rules = dict.fromkeys(film.rule for film in results.examples)
    assert [group.rule for group in groups] == list(rules)
    assert sum(len(group.cards) for group in groups) == len(results.examples)


def test_a_guess_is_right_where_the_film_has_the_genre(results):
    card = first_card(results)
    label, guesses = card.guesses[1]
    assert label == "LSTM on overviews"
    assert [guess.right for guess in guesses] == [True, False, False]


def test_the_poster_is_carried_whole(results):
    card = first_card(results)
    scheme, data = card.poster.split(",")
    assert scheme == "data:image/jpeg;base64"
    assert base64.b64decode(data) == results.examples[0].poster_jpeg


def test_no_films_and_no_posters_are_no_error(build, results):
    assert films_section(build(examples=())).blocks[-1].text == "This run kept no example films."
    bare = results.examples[0].model_copy(update={"poster_jpeg": None})
    assert first_card(build(examples=(bare,))).poster == ""


def test_a_card_carries_the_heat_the_words_and_the_reasons(results):
    card = first_card(results)
    assert card.heat.startswith("data:image/jpeg;base64,")
    assert [word.text for word in card.words][:2] == ["A", "widowed"]
    assert "CNN on posters on Drama (.62): the centre of the poster" in card.reasons[0]
    assert "LSTM on overviews on Comedy (.55): for it “widowed” +.12" in card.reasons[1]


def test_a_hidden_poster_hides_its_heat(build, results):
    bare = results.examples[0].model_copy(update={"poster_jpeg": None})
    config = results.config.model_copy(update={"posters_in_report": False})
    section = films_section(build(examples=(bare,), config=config))
    assert "told to leave posters out" in repr(section)
    assert "base64" not in repr(section)


def test_a_rule_is_written_as_a_heading(build, results):
    film = results.examples[0].model_copy(update={"rule": "drawn at random with seed 1"})
    assert films_section(build(examples=(film,))).blocks[-1].rule == "Drawn at random with seed 1"


def test_right_and_sure_are_defined_before_the_films(results):
    intro = films_section(results).blocks[0].text
    assert "right about a film of n genres where these are its n most probable ones" in intro


def test_the_sanity_check_stands_before_the_films(results):
    methods, _, check = films_section(results).blocks[1:4]
    assert "Grad-CAM" in methods.text
    assert "the heats on posters pass and the words' contributions do NOT pass" in check.text


def test_a_study_without_explanations_shows_plain_films(build):
    section = films_section(build(explanations=None))
    assert "Grad-CAM" not in repr(section)
    assert first_card(build(explanations=None)).words == ()


def drawn(section):
    return [b.text for b in section.blocks if b.kind == "prose" and b.drawn]


def test_what_the_page_draws_is_said_as_far_as_it_draws_it(build, results):
    (both,) = drawn(films_section(results))
    assert "second picture" in both
    assert "solid line" in both
    config = results.config.model_copy(update={"posters_in_report": False})
    (words,) = drawn(films_section(build(config=config)))
    assert "second picture" not in words
    found = results.explanations.model_copy(update={"overviews": ()})
    assert drawn(films_section(build(config=config, explanations=found))) == []
