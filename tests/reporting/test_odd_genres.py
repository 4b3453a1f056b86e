"""Reports of data sets whose genres mean harm, or are merely odd."""

import re
from typing import Any

import pytest

from reporting.html_report import render_html
from reporting.markdown_report import render_markdown
from reporting.outline import outline
from tests.reporting.test_html_report import Page

LONG = "Melodrama of the unusually long-winded kind " * 8
HOSTILE = {
    "Drama": "</script><script>alert(1)</script>",
    "Comedy": "a|b\nc",
    "Action": "```\n# *x* [y](http://evil.example)",
    "Horror": "\x00\x1b[31mred",
    "Romance": "<!-- --> {{ 7 * 7 }}",
    "Thriller": LONG,
}


def renamed(value: Any, names: dict[str, str]) -> Any:
    """Call genres otherwise, wherever their names stand in a document."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, dict):
        return {names.get(key, key): renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(renamed(inner, names) for inner in value)
    return value


def with_genres(results, names):
    document = results.model_dump()
    parts = ("metrics", "split", "errors", "explanations", "examples")
    return type(results).model_validate(
        {**document, **{part: renamed(document[part], names) for part in parts}}
    )


def only(build, build_metrics, genres):
    """A study of these genres of the usual ones, and no other."""
    whole = build_metrics()
    models = {}
    for name, model in whole.models.items():
        kept = {genre: scores for genre, scores in model.test.per_genre.items() if genre in genres}
        test = model.test.model_copy(update={"per_genre": kept})
        models[name] = model.model_copy(update={"test": test})
    return build(
        metrics=build_metrics(
            genres=genres,
            counted_genres=tuple(genre for genre in whole.counted_genres if genre in genres),
            models=models,
            verdicts={g: verdict for g, verdict in whole.verdicts.items() if g in genres},
        )
    )


def tables_are_whole(markdown):
    for table in re.findall(r"(?:^\|.*\|\n)+", markdown, re.MULTILINE):
        cells = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(cells) == 1


@pytest.fixture(scope="module")
def hostile(results):
    return outline(with_genres(results, HOSTILE))


@pytest.fixture(scope="module")
def hostile_html(hostile):
    return render_html(hostile)


def test_a_genre_cannot_break_out_of_the_page(hostile_html):
    page = Page(hostile_html)
    assert page.open == []
    assert page.tags.count("script") == 1
    assert "<!--" not in hostile_html
    assert "7 * 7" in hostile_html
    assert "\x1b" not in hostile_html
    assert "\x00" not in hostile_html


def test_a_genre_cannot_break_out_of_the_markdown(hostile):
    text = render_markdown(hostile)
    assert "<script" not in text
    assert text.count("```") == 2
    assert not re.search(r"(?<!\\)\]\(http", text)
    assert "\x1b" not in text
    tables_are_whole(text)


def test_a_genre_with_a_very_long_name_is_cut_in_charts_and_whole_in_tables(hostile_html):
    charts = "".join(re.findall(r"<svg.*?</svg>", hostile_html, re.DOTALL))
    assert "Melodrama of the" in charts
    assert LONG.strip() not in charts
    assert LONG.strip() in hostile_html


@pytest.mark.parametrize("genres", [("Drama", "Comedy", "Horror"), ("Drama", "Short", "N/A")])
def test_a_study_of_three_genres_is_reported(build, build_metrics, genres):
    found = outline(only(build, build_metrics, genres))
    assert Page(render_html(found)).open == []
    tables_are_whole(render_markdown(found))


def test_a_study_of_forty_genres_is_reported(results):
    metrics = results.metrics
    more = [f"Genre {number}" for number in range(40 - len(metrics.genres))]
    models = {}
    for name, model in metrics.models.items():
        known = model.test.per_genre
        test = model.test.model_copy(
            update={"per_genre": {**known, **dict.fromkeys(more, known["Crime"])}}
        )
        models[name] = model.model_copy(update={"test": test})
    verdicts = {**metrics.verdicts, **dict.fromkeys(more, metrics.verdicts["Crime"])}
    update = {
        "genres": (*metrics.genres, *more),
        "counted_genres": (*metrics.counted_genres, *more),
        "models": models,
        "verdicts": verdicts,
    }
    found = results.model_copy(update={"metrics": metrics.model_copy(update=update)})
    html = render_html(outline(found))
    assert Page(html).open == []
    assert html.count("Genre 14 (190)") == 2
    assert len(html) < 5_000_000
