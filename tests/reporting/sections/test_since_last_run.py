import pytest

from reporting.sections.since_last_run import (
    comparison_markdown,
    since_last_run_section,
    verdict_changes,
)
from tests.reporting.changes import comparison, model_change, of


def texts(build, **changes) -> str:
    blocks = since_last_run_section(build(since_last_run=comparison(**changes))).blocks
    words = [getattr(block, "text", "") for block in blocks]
    return " ".join([*words, *(item for block in blocks for item in getattr(block, "items", ()))])


def test_it_says_what_differs_and_how_the_films_do(build):
    said = texts(build)

    assert "They differ in the films." in said
    assert "70 of the 5,060 films are new, 10 are gone and 3 have another overview" in said
    assert "980 films are test films of both" in said
    assert "paired film by film, over three genres" in said


def test_a_changed_verdict_is_drift_or_chance(build):
    said = texts(build)

    assert (
        "Drama: undecided before, overview now; the difference moved by \N{MINUS SIGN}.050 "
        "(interval \N{MINUS SIGN}.060 to \N{MINUS SIGN}.040), more than the choice of films "
        "explains. Only the films differ, so the data has changed." in said
    )
    assert "Comedy: overview before, undecided now" in said
    assert "so chance suffices to explain it" in said
    assert "Sport: not enough films before, undecided now; too few test films to say why" in said
    assert "War:" not in said


@pytest.mark.parametrize(
    ("differences", "words"),
    [
        (("seed",), "only the seed differs, so it is chance all the same"),
        (("split", "seed"), "only the seed differs, which drew another split too, so it is chance"),
        (("split",), "Nothing but the split differs"),
        (("films", "software"), "The films and the code or the libraries differ."),
        (("films", "seed"), "The seed alone can move figures so far."),
    ],
)
def test_the_cause_follows_from_what_differs(build, differences, words):
    assert words in texts(build, differences=differences)


def test_the_very_same_models_are_said_to_be_so(build):
    models = {"cnn": model_change("CNN on posters", of(0, 0), "same answers")}

    assert "The models of both runs give the very same answers." in texts(
        build, models=models, differences=()
    )


def test_runs_without_common_test_films_are_measured_apart(build):
    said = texts(build, pairing="independent", measured_films=0)

    assert "Too few films are test films of both runs to pair them" in said


def test_nothing_measured_is_said(build):
    assert "No genre has enough test films in both runs" in texts(build, measured_genres=())


def test_the_first_run_says_that_there_is_none_before_it(build):
    (block,) = since_last_run_section(build()).blocks
    assert "no earlier completed run of this data set and preset" in block.text


def test_changed_verdicts_are_news(build):
    news = verdict_changes(build(since_last_run=comparison()))

    assert news.keys() == {"Drama", "Comedy", "Sport"}
    assert all(sentence.startswith(genre) for genre, sentence in news.items())
    assert verdict_changes(build()) == {}


def test_a_terminal_gets_the_same_words_and_tables():
    page = comparison_markdown(comparison())

    assert "| CNN on posters | .290 (.280 to .300) | .310" in page
    assert "| Drama | undecided | overview (changed) |" in page
    assert "- Mean average precision moved so: CNN on posters +.020" in page
