"""What changed since another run, and whether chance suffices to explain it."""

from typing import Final

from data_contracts.results import StudyResults
from data_contracts.run_comparison import ModelChange, RunComparison, VerdictChange
from reporting.cells import estimate_cell, number_columns, text_columns
from reporting.change_words import (
    apart_sentence,
    change_sentence,
    films_sentence,
    measured_sentence,
    reading_word,
    verdict_sentences,
)
from reporting.document import Bullets, Cell, Prose, Section, Table
from reporting.markdown import escape, table_markdown
from reporting.wording import percent

_TITLE: Final = "Since the last run"
_PLACES: Final = 3


def since_last_run_section(results: StudyResults) -> Section:
    """Return the comparison with the last run of the same data set name and preset."""
    found = results.since_last_run
    if found is None:
        lone = Prose(
            "There is no earlier completed run of this data set and preset to compare this one "
            "with."
        )
        return Section("since-last-run", _TITLE, (lone,))
    blocks = (
        Prose(apart_sentence(found)),
        Prose(films_sentence(found)),
        Bullets((change_sentence(found), *verdict_sentences(found))),
        models_change_table(found),
        verdicts_change_table(found),
        Prose(measured_sentence(found)),
    )
    return Section("since-last-run", _TITLE, blocks)


def comparison_markdown(found: RunComparison) -> str:
    """Return a comparison of two runs for a terminal or a page."""
    lines = [apart_sentence(found), films_sentence(found)]
    bullets = [change_sentence(found), *verdict_sentences(found)]
    tables = [table_markdown(models_change_table(found)), measured_sentence(found)]
    if found.verdicts:
        tables.insert(1, table_markdown(verdicts_change_table(found)))
    listed = "\n".join(f"- {escape(line)}" for line in bullets)
    return "\n\n".join([*map(escape, lines), listed, *tables]) + "\n"


def verdict_changes(results: StudyResults) -> dict[str, str]:
    """Return a sentence for each genre that has another verdict than in the last run."""
    found = results.since_last_run
    if found is None:
        return {}
    changed = [genre for genre, change in found.verdicts.items() if change.changed]
    return dict(zip(changed, verdict_sentences(found), strict=True))


def models_change_table(found: RunComparison) -> Table:
    """Return each model's figures in both runs, and how they moved."""
    return Table(
        caption="Models in both runs",
        columns=(
            *text_columns("Model"),
            *number_columns("mAP before", "mAP now", "Change in mAP"),
            *number_columns("micro-F1 before", "micro-F1 now", "Change in micro-F1"),
            *text_columns("By mAP"),
        ),
        rows=tuple(map(_model_row, found.models.values())),
        note=f"Before and now: on each run's own test films. Under each figure its "
        f"{percent(found.confidence)} interval. Micro-F1 at each run's fitted threshold.",
    )


def verdicts_change_table(found: RunComparison) -> Table:
    """Return each genre's verdicts in both runs, those that changed first."""
    order = sorted(found.verdicts.items(), key=lambda item: not item[1].changed)
    return Table(
        caption="Verdicts in both runs",
        columns=(
            *text_columns("Genre", "Before", "Now"),
            *number_columns("Change of the difference"),
            *text_columns("Reading"),
        ),
        rows=tuple(_verdict_row(genre, change) for genre, change in order),
        note=f"Change of the difference: how far average precision, poster less overview, moved; "
        f"the {percent(found.confidence)} intervals hold for all genres at once.",
        folded=True,
    )


def _model_row(change: ModelChange) -> tuple[Cell, ...]:
    return (
        Cell(change.label, "baseline" if change.baseline else ""),
        *(estimate_cell(one, places=_PLACES) for one in (change.map.before, change.map.after)),
        estimate_cell(change.map.change, signed=True, places=_PLACES),
        *(estimate_cell(one) for one in (change.micro_f1.before, change.micro_f1.after)),
        estimate_cell(change.micro_f1.change, signed=True, places=_PLACES),
        Cell(reading_word(change.reading)),
    )


def _verdict_row(genre: str, change: VerdictChange) -> tuple[Cell, ...]:
    return (
        Cell(genre),
        Cell(change.before),
        Cell(change.after, "changed" if change.changed else ""),
        estimate_cell(change.change, signed=True, places=_PLACES),
        Cell(reading_word(change.reading)),
    )
