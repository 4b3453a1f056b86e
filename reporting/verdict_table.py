"""The verdict table: modality by genre, in average precision and in F1."""

from typing import Final

from data_contracts.estimate import Estimate
from data_contracts.metrics import GenreScores, GenreVerdict, StudyMetrics
from reporting.cells import EMPTY, count_cell, estimate_cell, number_columns, text_columns
from reporting.document import Cell, Table
from reporting.standings import OVERVIEW_MODEL, POSTER_MODEL
from reporting.wording import figure, percent

_COLUMNS: Final = (
    *text_columns("Genre"),
    *number_columns("Test films"),
    *text_columns("Says more"),
    *number_columns("Difference in AP", "Poster AP", "Overview AP"),
    *text_columns("By F1"),
    *number_columns("Difference in F1", "Poster F1", "Overview F1"),
)


def verdicts_table(metrics: StudyMetrics, margin: float) -> Table:
    """Return each genre's verdicts with the differences and figures behind them."""
    order = sorted(metrics.verdicts.items(), key=lambda item: -item[1].support)
    return Table(
        caption="Poster or overview, by genre",
        columns=_COLUMNS,
        rows=tuple(_row(metrics, genre, verdict) for genre, verdict in order),
        note=_note(metrics, margin),
    )


def method_sentence(metrics: StudyMetrics) -> str:
    """Say how the intervals of the verdicts hold for many genres at once; may be empty."""
    if not metrics.verdict_method:
        return ""
    return f"Correction for many genres: {metrics.verdict_method}."


def _row(metrics: StudyMetrics, genre: str, verdict: GenreVerdict) -> tuple[Cell, ...]:
    poster, overview = (_scores(metrics, name, genre) for name in (POSTER_MODEL, OVERVIEW_MODEL))
    return (
        Cell(genre),
        count_cell(verdict.support),
        Cell(verdict.verdict),
        estimate_cell(verdict.difference, signed=True),
        estimate_cell(poster.average_precision if poster else None),
        estimate_cell(overview.average_precision if overview else None),
        Cell(verdict.f1_verdict) if verdict.f1_difference else EMPTY,
        estimate_cell(verdict.f1_difference, signed=True),
        estimate_cell(_f1(poster)),
        estimate_cell(_f1(overview)),
    )


def _scores(metrics: StudyMetrics, name: str, genre: str) -> GenreScores | None:
    model = metrics.models.get(name)
    return model.test.per_genre.get(genre) if model else None


def _f1(scores: GenreScores | None) -> Estimate | None:
    """Return F1 as the verdict takes it: at the genre's own threshold where there is one."""
    if scores is None:
        return None
    decided = scores.fitted_by_genre or scores.fitted
    return decided.f1 if decided else None


def _note(metrics: StudyMetrics, margin: float) -> str:
    sentences = (
        f"Differences are poster less overview, on the same films; their "
        f"{percent(metrics.confidence)} intervals hold for all counted genres at once, those in "
        f"average precision (AP) and those in F1 each.",
        method_sentence(metrics),
        f"Equivalent: all of the interval lies within {figure(margin)} of 0. F1 is taken at "
        f"thresholds fitted on validation films.",
    )
    return " ".join(filter(None, sentences))
