"""The tables of scores: models and baselines, genres, decisions."""

from typing import Final

from data_contracts.metrics import Decisions, GenreDecisions, GenreScores, StudyMetrics
from reporting.cells import (
    EMPTY,
    count_cell,
    estimate_cell,
    figure_cell,
    number_columns,
    text_columns,
)
from reporting.document import Cell, Table
from reporting.standings import (
    ordered_models,
    prevalence,
    support_of,
)
from reporting.wording import count_noun, figure, percent, whole

_MEANS: Final = ("micro", "macro", "samples", "weighted")


def interval_note(metrics: StudyMetrics) -> str:
    """Say what the intervals of a table are."""
    return (
        f"Under each figure: its {percent(metrics.confidence)} interval, by bootstrap over the "
        f"{whole(metrics.films.get('test', 0))} test films ({whole(metrics.resamples)} resamples)"
        f"{' and over seeds' if len(metrics.seeds) > 1 else ''}."
    )


def models_table(metrics: StudyMetrics) -> Table:
    """Return the headline figures of every model and baseline."""
    rows = tuple(
        (
            Cell(scores.label, "baseline" if scores.baseline else ""),
            estimate_cell(scores.test.map),
            estimate_cell(scores.test.micro_ap),
            *_f1_cells(scores.test.at_half),
            *_f1_cells(scores.test.fitted),
            figure_cell(scores.threshold),
        )
        for scores in ordered_models(metrics)
    )
    f1_at = [f"{mean} F1 {at}" for at in ("at .5", "fitted") for mean in _MEANS[:3]]
    counted = count_noun(len(metrics.counted_genres), "genre")
    return Table(
        caption="Models and baselines on the test films",
        columns=(*text_columns("Model"), *number_columns("mAP", "micro AP", *f1_at, "Threshold")),
        rows=rows,
        note=f"{interval_note(metrics)} mAP: mean of the genres' average precisions; micro "
        f"AP: that of all pairs of a film and a genre at once. All means run over the {counted} "
        f"with at least {metrics.min_support} test films. Fitted: at the one threshold that suits "
        f"the validation films best, in the last column.",
    )


def _f1_cells(scores: Decisions) -> tuple[Cell, ...]:
    return tuple(estimate_cell(getattr(scores, f"{mean}_f1")) for mean in _MEANS[:3])


def decisions_table(metrics: StudyMetrics) -> Table:
    """Return precision, recall and F1 in every mean, at .5 and at fitted thresholds."""
    rows = tuple(
        (
            Cell(scores.label, where),
            *(
                estimate_cell(getattr(found, f"{mean}_{measure}"))
                for mean in _MEANS
                for measure in ("precision", "recall", "f1")
            ),
        )
        for scores in ordered_models(metrics)
        for where, found in (
            ("at .5", scores.test.at_half),
            ("at the fitted threshold", scores.test.fitted),
            ("at each genre's threshold", scores.test.fitted_by_genre),
        )
        if found is not None
    )
    labels = [f"{mean} {measure}" for mean in _MEANS for measure in ("precision", "recall", "F1")]
    return Table(
        folded=True,
        caption="Precision, recall and F1 of every model and baseline",
        columns=(*text_columns("Model"), *number_columns(*labels)),
        rows=rows,
        note=interval_note(metrics),
    )


def genres_table(metrics: StudyMetrics) -> Table:
    """Return each genre's average precisions by every model, and the verdict."""
    models = ordered_models(metrics)
    order = sorted(metrics.genres, key=lambda genre: -support_of(metrics, genre))
    rows = tuple(
        (
            Cell(genre),
            Cell(metrics.verdicts[genre].verdict if genre in metrics.verdicts else EMPTY.text),
            count_cell(support_of(metrics, genre)),
            figure_cell(prevalence(metrics, support_of(metrics, genre))),
            *(_precision_cell(scores.test.per_genre.get(genre)) for scores in models),
        )
        for genre in order
    )
    labels = [scores.label for scores in models]
    return Table(
        folded=True,
        caption="Average precision of each genre",
        columns=(
            *text_columns("Genre", "Says more"),
            *number_columns("Test films", "Chance", *labels),
        ),
        rows=rows,
        note=f"{interval_note(metrics)} Chance: the share of test films with the genre.",
    )


def _precision_cell(scores: GenreScores | None) -> Cell:
    return estimate_cell(scores.average_precision if scores else None)


def genre_decisions_table(metrics: StudyMetrics, name: str) -> Table:
    """Return one model's yes and no answers for each genre, at .5 and at fitted thresholds."""
    per_genre = metrics.models[name].test.per_genre
    rows = tuple(
        (
            Cell(genre),
            count_cell(scores.support),
            *_decision_cells(scores.at_half),
            *_decision_cells(scores.fitted),
            *_own_threshold_cells(scores.fitted_by_genre),
        )
        for genre, scores in sorted(per_genre.items(), key=lambda item: -item[1].support)
        if scores.support
    )
    half = ("Said at .5", "Precision at .5", "Recall at .5", "F1 at .5")
    fitted = tuple(label.replace("at .5", "fitted") for label in half)
    own = ("Own threshold", "F1 at its own")
    return Table(
        folded=True,
        caption=f"{metrics.models[name].label}: what it says of each genre",
        columns=(*text_columns("Genre"), *number_columns("Test films", *half, *fitted, *own)),
        rows=rows,
        note=f"Said: test films that the model gives the genre to; of none there is no precision, "
        f"which counts as 0 in means. Fitted threshold: "
        f"{figure(metrics.models[name].threshold)}. Own threshold: the genre's, fitted on "
        f"validation films and drawn towards the shared one where these are few.",
    )


def _own_threshold_cells(scores: GenreDecisions | None) -> tuple[Cell, Cell]:
    if scores is None:
        return EMPTY, EMPTY
    return figure_cell(scores.threshold), estimate_cell(scores.f1)


def _decision_cells(scores: GenreDecisions | None) -> tuple[Cell, ...]:
    if scores is None:
        return (EMPTY,) * 4
    precision = estimate_cell(scores.precision) if scores.predicted else EMPTY
    figures = (estimate_cell(value) for value in (scores.recall, scores.f1))
    return (count_cell(scores.predicted), precision, *figures)
