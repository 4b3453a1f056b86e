"""Errors worth knowing."""

from typing import Final

from data_contracts.errors_found import ErrorBreakdown, FeatureBreakdown, FilmFeature
from data_contracts.estimate import Estimate
from data_contracts.metrics import StudyMetrics
from data_contracts.results import StudyResults
from reporting.cells import count_cell, estimate_cell, number_columns, text_columns
from reporting.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Charts,
    Heading,
    Prose,
    Section,
    Table,
)
from reporting.feature_figures import feature_chart, group_range
from reporting.genre_pairs import confusion_table, confusions, cooccurrence_table
from reporting.standings import label_of, trained_models
from reporting.wording import (
    count_noun,
    estimate,
    figure,
    join_names,
    places_of,
    sentence_case,
    side_of_zero,
    whole,
)

_TITLE: Final = "Errors worth knowing"
_GROUPS: Final[dict[FilmFeature, tuple[str, str]]] = {
    "overview length": ("the longest overviews", "the shortest"),
    "poster brightness": ("the brightest posters", "the darkest"),
    "poster colourfulness": ("the most colourful posters", "the greyest"),
}
_SHORT: Final = {"cnn": "CNN", "lstm": "LSTM", "fusion": "fusion"}
"""What models are called in charts."""
_NAMED: Final = 3


def errors_section(results: StudyResults) -> Section:
    """Return confusions, over-predicted genres, and errors by how overview and poster are."""
    errors, metrics = results.errors, results.metrics
    if errors is None:
        lone = Prose("This run did not break its errors down.")
        return Section("errors", _TITLE, (lone,))
    names = [name for name in trained_models(metrics) if name in errors.confusion]
    blocks: list[Block] = [Heading("One genre for another"), cooccurrence_table(metrics, errors)]
    if names:
        blocks.append(Bullets(tuple(confusion_sentence(metrics, errors, name) for name in names)))
    blocks.extend(confusion_table(metrics, errors, name) for name in names)
    blocks.extend(_overpredicted_blocks(metrics, errors, names))
    if names:
        blocks.extend(_feature_blocks(metrics, errors, names))
    return Section("errors", _TITLE, tuple(blocks))


def confusion_sentence(metrics: StudyMetrics, errors: ErrorBreakdown, name: str) -> str:
    """Name the confusions that a model makes most often."""
    parts = [
        f"{said} instead of {missed} ({whole(films)} of {whole(support)} {missed} films)"
        for missed, said, films, support in confusions(errors, name)[:_NAMED]
    ]
    if not parts:
        return f"The {label_of(metrics, name)} says no genre wrongly where it misses another."
    return f"The {label_of(metrics, name)} most often says {join_names(parts)}."


def _overpredicted_blocks(
    metrics: StudyMetrics, errors: ErrorBreakdown, names: list[str]
) -> tuple[Block, ...]:
    heading = Heading("Genres said too often")
    rows = tuple(
        (
            Cell(genre.genre),
            Cell(metrics.models[name].label),
            count_cell(genre.said),
            count_cell(genre.support),
            _excess_cell(genre.excess),
        )
        for name in names
        for genre in errors.said_too_often.get(name, ())
    )
    if not rows:
        return heading, Prose("No model is shown to say a genre of more films than have it.")
    table = Table(
        caption="Genres said of more test films than have them",
        columns=(
            *text_columns("Genre", "Model"),
            *number_columns("Said", "True", "Too often"),
        ),
        rows=rows,
        note="At the fitted threshold; only genres whose interval of the difference lies above 0"
        f"{'; it holds for all genres of the model at once' if errors.at_once else ''}.",
    )
    return heading, table


def _excess_cell(excess: Estimate) -> Cell:
    span_ = f"{whole(round(excess.low))} to {whole(round(excess.high))}"
    return Cell(whole(round(excess.value)), span_, excess.value)


def _feature_blocks(
    metrics: StudyMetrics, errors: ErrorBreakdown, names: list[str]
) -> tuple[Block, ...]:
    intro = (
        "Test films in groups of about equal size, by how long the overview is and how the poster "
        "looks. F1 is each film's own, over its counted genres at the fitted threshold."
    )
    if errors.at_once:
        features = count_noun(len(errors.features), "feature")
        intro += f" Intervals of differences hold for the {features} of a model at once."
    said = [feature_sentence(metrics, found, name) for found in errors.features for name in names]
    return (
        Heading("On which films"),
        Prose(intro),
        Bullets(tuple(said)),
        Charts(tuple(_chart(metrics, found, names) for found in errors.features)),
        *(_feature_table(metrics, found, names) for found in errors.features),
    )


def feature_sentence(metrics: StudyMetrics, found: FeatureBreakdown, name: str) -> str:
    """Say whether a model does better on films with much of a feature than with little."""
    most, least = _GROUPS[found.feature]
    low, high = found.groups[0].f1[name], found.groups[-1].f1[name]
    difference = found.difference[name]
    label = label_of(metrics, name)
    side = side_of_zero(difference)
    apart = estimate(difference, signed=True, places=places_of(difference))
    figures = f"{figure(high.value)} against {figure(low.value)}, a difference of {apart}"
    if not side:
        return (
            f"The {label} is not shown to do better or worse on {most} than on {least}: {figures}."
        )
    word = "better" if side > 0 else "worse"
    return f"The {label} does {word} on {most} than on {least}: {figures}."


def _chart(metrics: StudyMetrics, found: FeatureBreakdown, names: list[str]) -> Chart:
    labels = {name: _SHORT.get(name, metrics.models[name].label) for name in names}
    return Chart(
        svg=feature_chart(found, labels),
        caption="",
        alternative=f"F1 by {found.feature}; the table below has the same figures.",
    )


def _feature_table(metrics: StudyMetrics, found: FeatureBreakdown, names: list[str]) -> Table:
    labels = [metrics.models[name].label for name in names]
    return Table(
        folded=True,
        caption=f"F1 of films by {found.feature}",
        columns=(
            *text_columns(f"{sentence_case(found.feature)}, {found.unit}"),
            *number_columns("Test films", *labels),
        ),
        rows=tuple(
            (
                Cell(group_range(found.feature, group)),
                count_cell(group.films),
                *(estimate_cell(group.f1[name]) for name in names),
            )
            for group in found.groups
        ),
    )
