"""Tables of two genres: which come together, and which is said for which."""

from collections.abc import Iterator
from typing import Final

from data_contracts.errors_found import ErrorBreakdown, GenreCounts
from data_contracts.metrics import StudyMetrics
from reporting.cells import count_cell, figure_cell, number_columns, text_columns
from reporting.document import Cell, Table
from reporting.standings import label_of
from reporting.wording import percent

PAIRS_SHOWN: Final = 12


def cooccurrence_table(metrics: StudyMetrics, errors: ErrorBreakdown) -> Table:
    """Return the pairs of genres that most test films have together."""
    counts = errors.cooccurrence
    test_films = max(metrics.films.get("test", 0), 1)
    together = [pair for pair in _pairs(counts) if pair[0] < pair[1]]
    rows = []
    for row, column, films in sorted(together, key=lambda pair: -pair[2])[:PAIRS_SHOWN]:
        one, other = counts.films[row][row], counts.films[column][column]
        lift = films * test_films / (one * other)
        rows.append(
            (
                Cell(f"{counts.genres[row]} and {counts.genres[column]}"),
                count_cell(films),
                _share_cell(films, min(one, other)),
                figure_cell(lift, places=1),
            )
        )
    return Table(
        caption="Genres that come together",
        columns=(
            *text_columns("Genres"),
            *number_columns("Test films", "Share of the rarer", "Times chance"),
        ),
        rows=tuple(rows),
        note="Times chance: test films with both, over those expected if the two had nothing to do "
        "with one another; below 1 they come together less often than that.",
    )


def confusion_table(metrics: StudyMetrics, errors: ErrorBreakdown, name: str) -> Table:
    """Return the genres that a model most often says wrongly where it misses another."""
    rows = tuple(
        (Cell(missed), Cell(said), count_cell(films), _share_cell(films, support))
        for missed, said, films, support in confusions(errors, name)
    )
    return Table(
        folded=True,
        caption=f"Confusions of the {label_of(metrics, name)}",
        columns=(
            *text_columns("Missed", "Said wrongly"),
            *number_columns("Test films", "Share of the missed genre"),
        ),
        rows=rows,
        note="Test films that have the first genre, which was not said of them, and of which the "
        "second was said and is wrong, at the fitted threshold; and their share of all that have "
        "the first.",
    )


def confusions(errors: ErrorBreakdown, name: str) -> tuple[tuple[str, str, int, int], ...]:
    """Return the missed genre, the one said wrongly, their films, and films with the missed one.

    The most frequent first.
    """
    counts = errors.confusion[name]
    support = {genre: errors.cooccurrence.films[i][i] for i, genre in enumerate(counts.genres)}
    ordered = sorted(_pairs(counts), key=lambda pair: -pair[2])[:PAIRS_SHOWN]
    return tuple(
        (counts.genres[row], counts.genres[column], films, support[counts.genres[row]])
        for row, column, films in ordered
    )


def _pairs(counts: GenreCounts) -> Iterator[tuple[int, int, int]]:
    for row, films in enumerate(counts.films):
        for column, number in enumerate(films):
            if number and row != column:
                yield row, column, number


def _share_cell(films: int, of: int) -> Cell:
    share = films / max(of, 1)
    return Cell(percent(share, even=True), order=share)
