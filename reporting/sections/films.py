"""Example films, with what each model says of them."""

import base64

from data_contracts.example_film import ExampleFilm
from data_contracts.explanations import Explanations, OverviewReading, PosterHeat
from data_contracts.results import StudyResults
from reporting.document import Block, FilmCard, Films, Guess, Prose, Section
from reporting.reasons import heat_sentence, highlighted, words_sentence
from reporting.sections.trust import check_summary
from reporting.standings import OVERVIEW_MODEL, POSTER_MODEL, label_of
from reporting.votes import heat_leaves_out_sentence
from reporting.wording import sentence_case


def films_section(results: StudyResults) -> Section:
    """Return the example films, grouped by the rule that chose them."""
    intro = Prose(
        "All of these are test films, which no model has seen in training. Each group says the "
        "rule that chose its films; each model's three most probable genres stand with their "
        "probabilities, and a tick marks those that the film has. A model is right about a film of "
        "n genres where these are its n most probable ones, and wrong where none of them is; how "
        "sure it is, is the mean probability that it gives to the film's genres."
    )
    rules = dict.fromkeys(film.rule for film in results.examples)
    groups: list[Block] = [
        Films(
            sentence_case(rule),
            tuple(_card(f, results) for f in results.examples if f.rule == rule),
        )
        for rule in rules
    ]
    if not groups:
        groups = [Prose("This run kept no example films.")]
    elif not results.config.posters_in_report:
        groups.insert(0, Prose("The run was told to leave posters out of its report."))
    return Section("films", "Example films", (intro, *_about_reasons(results), *groups))


def _about_reasons(results: StudyResults) -> tuple[Block, ...]:
    """Explain heats and highlighted words, and say what their sanity check found."""
    found = results.explanations
    if found is None or not (found.posters or found.overviews):
        return ()
    methods = Prose(
        "Why a model says what it says: where the poster model finds its first guess (Grad-CAM), "
        "and what the probability of the overview model's first guess loses when a word is "
        "replaced by an unknown one."
    )
    blocks = [methods]
    if drawn := _drawn_reasons(results, found):
        blocks.append(Prose(drawn, drawn=True))
    if found.checks:
        blocks.append(Prose(check_summary(found)))
    return tuple(blocks)


def _drawn_reasons(results: StudyResults, found: Explanations) -> str:
    """Say how the page draws heats and words, as far as it has them."""
    sentences = []
    if found.posters and results.config.posters_in_report:
        sentences.append(
            "A film's second picture is bright where the poster model finds that guess, with a "
            "white line around the hotter half."
        )
        if left_out := heat_leaves_out_sentence(results):
            sentences.append(left_out)
    if found.overviews:
        sentences.append(
            "In the overview, words with a solid line under them speak for the guess and words "
            "with a dotted line against it, the stronger the darker; words in grey are not read."
        )
    return " ".join(sentences)


def _card(film: ExampleFilm, results: StudyResults) -> FilmCard:
    guesses = tuple(
        (
            label_of(results.metrics, name),
            tuple(Guess(g.genre, g.probability, g.genre in film.genres) for g in top),
        )
        for name, top in film.guesses.items()
    )
    found = results.explanations or Explanations()
    heat = next((one for one in found.posters if one.film_id == film.film_id), None)
    reading = next((one for one in found.overviews if one.film_id == film.film_id), None)
    return FilmCard(
        film_id=film.film_id,
        overview=film.overview,
        genres=film.genres,
        guesses=guesses,
        poster=_data_uri(film.poster_jpeg),
        heat=_data_uri(heat.overlay_jpeg) if heat and film.poster_jpeg else "",
        words=highlighted(reading) if reading else (),
        reasons=_reasons(results, heat, reading),
    )


def _reasons(
    results: StudyResults, heat: PosterHeat | None, reading: OverviewReading | None
) -> tuple[str, ...]:
    sentences = []
    if heat:
        sentences.append(heat_sentence(label_of(results.metrics, POSTER_MODEL), heat))
    if reading:
        sentences.append(words_sentence(label_of(results.metrics, OVERVIEW_MODEL), reading))
    return tuple(sentences)


def _data_uri(jpeg: bytes | None) -> str:
    if not jpeg:
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode('ascii')}"
