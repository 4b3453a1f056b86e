"""Cells of tables, made from figures."""

from typing import Final

from data_contracts.estimate import Estimate
from reporting.document import Cell, Column
from reporting.wording import MISSING, figure, span, whole

EMPTY: Final = Cell(MISSING)


def estimate_cell(value: Estimate | None, *, signed: bool = False, places: int = 2) -> Cell:
    """Return a figure with its interval in smaller print, or a dash where there is none."""
    if value is None:
        return EMPTY
    text = figure(value.value, signed=signed, places=places)
    return Cell(text, span(value, signed=signed, places=places), value.value)


def figure_cell(value: float, *, places: int = 2) -> Cell:
    """Return a figure that has no interval."""
    return Cell(figure(value, places=places), order=value)


def count_cell(value: int) -> Cell:
    """Return a count."""
    return Cell(whole(value), order=value)


def text_columns(*labels: str) -> tuple[Column, ...]:
    """Return columns of words."""
    return tuple(Column(label) for label in labels)


def number_columns(*labels: str) -> tuple[Column, ...]:
    """Return columns of numbers."""
    return tuple(Column(label, numeric=True) for label in labels)
