"""Example films, with what each model says of them."""

import base64

from data_contracts.results import ExampleFilm, StudyMetrics, StudyResults
from reporting.document import Block, FilmCard, Films, Guess, Prose, Section
from reporting.standings import label_of


def films_section(results: StudyResults) -> Section:
    """Return the example films, grouped by the rule that chose them."""
    intro = Prose(
        "All of these are test films, which no model has seen in training. Each group says the "
        "rule that chose its films; each model's three most probable genres stand with their "
        "probabilities, and a tick marks those that the film has."
    )
    rules = dict.fromkeys(film.rule for film in results.examples)
    groups: list[Block] = [
        Films(rule, tuple(_card(f, results.metrics) for f in results.examples if f.rule == rule))
        for rule in rules
    ]
    if not groups:
        groups = [Prose("This run kept no example films.")]
    return Section("films", "Example films", (intro, *groups))


def _card(film: ExampleFilm, metrics: StudyMetrics) -> FilmCard:
    guesses = tuple(
        (
            label_of(metrics, name),
            tuple(Guess(g.genre, g.probability, g.genre in film.genres) for g in top),
        )
        for name, top in film.guesses.items()
    )
    return FilmCard(film.film_id, film.overview, film.genres, guesses, _data_uri(film.poster_jpeg))


def _data_uri(jpeg: bytes | None) -> str:
    if not jpeg:
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode('ascii')}"
