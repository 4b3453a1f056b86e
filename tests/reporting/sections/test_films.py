import base64

from reporting.sections.films import films_section


def first_card(results):
    return next(b for b in films_section(results).blocks if b.kind == "films").cards[0]


def test_films_are_grouped_by_the_rule_that_chose_them(results):
    groups = [b for b in films_section(results).blocks if b.kind == "films"]
    assert [group.rule for group in groups] == list(dict.fromkeys(f.rule for f in results.examples))
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


def test_the_sanity_check_stands_before_the_films(results):
    text = repr(films_section(results).blocks[:3])
    assert "Grad-CAM" in text
    assert "rank correlation with those of the trained model is .03" in text


def test_a_study_without_explanations_shows_plain_films(build):
    section = films_section(build(explanations=None))
    assert "Grad-CAM" not in repr(section)
    assert first_card(build(explanations=None)).words == ()
