"""The learning curves, as inline SVG."""

import math
from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from data_contracts.training_record import EpochRecord, TrainingRecord
from reporting.chart_style import (
    BAND,
    BRANCH_COLOURS,
    FAINT,
    INK,
    OTHER,
    drawing,
    plain_axes,
    short_number,
    to_svg,
)
from reporting.readings import TRAINING_FIELDS

MEASURES: Final = {
    "loss": "Loss (binary cross-entropy)",
    "precision": "Precision at .5",
    "recall": "Recall at .5",
}
_LABEL_ROOM: Final = 0.09
"""Height of a label, as a share of the axis."""


def learning_curve(record: TrainingRecord, branch: str, measure: str) -> str:
    """Draw one measure over the epochs, the best epoch marked.

    Training is dashed, training with dropout off dotted where it was taken, validation solid.
    """
    history = record.history
    colour = BRANCH_COLOURS.get(branch, OTHER)
    best = next(epoch for epoch in history if epoch.epoch == record.best_epoch)
    with drawing(330, 240) as figure:
        axes = plain_axes(figure)
        axes.set_title(MEASURES[measure])
        _curve(axes, history, measure, (FAINT, "--"))
        ends = {"training": getattr(history[-1], measure)}
        if history[-1].train_loss_eval is not None:
            _curve(axes, history, TRAINING_FIELDS[measure], (INK, ":"))
            ends["dropout off"] = getattr(history[-1], TRAINING_FIELDS[measure])
        _curve(axes, history, f"val_{measure}", (colour, "-"))
        ends["validation"] = getattr(history[-1], f"val_{measure}")
        axes.axvline(best.epoch, color=FAINT, linewidth=1, linestyle=":")
        axes.plot(best.epoch, getattr(best, f"val_{measure}"), "o", color=colour, markersize=7)
        _epoch_axis(axes, history, best.epoch)
        if measure != "loss":
            axes.set_ylim(0, 1)
        _end_labels(axes, ends)
        return to_svg(figure, f"curve-{branch}-{measure}")


def _curve(
    axes: Axes, history: tuple[EpochRecord, ...], field: str, style: tuple[str, str]
) -> None:
    colour, line = style
    epochs = [epoch.epoch for epoch in history]
    found = (getattr(epoch, field) for epoch in history)
    values = [math.nan if value is None else value for value in found]
    marker = "." if len(history) == 1 else ""
    axes.plot(epochs, values, line, color=colour, marker=marker)


def _epoch_axis(axes: Axes, history: tuple[EpochRecord, ...], best: int) -> None:
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlim(history[0].epoch - 0.5, history[-1].epoch + 0.5)
    axes.set_xlabel(f"epoch (best: {best})")
    axes.grid(axis="y", color=BAND, linewidth=0.8)
    axes.yaxis.set_major_formatter(FuncFormatter(short_number))


def _end_labels(axes: Axes, ends: dict[str, float]) -> None:
    """Name the curves at their ends, kept apart where they meet."""
    low, high = axes.get_ylim()
    known = {name: height for name, height in ends.items() if math.isfinite(height)}
    for name, height in _spread(known, _LABEL_ROOM * (high - low)).items():
        axes.annotate(
            name,
            (1, height),
            xycoords=("axes fraction", "data"),
            xytext=(5, 0),
            textcoords="offset points",
            verticalalignment="center",
            fontsize=10,
        )


def _spread(heights: dict[str, float], room: float) -> dict[str, float]:
    """Return heights that are at least room apart, in their order and about their mean."""
    names = sorted(heights, key=lambda name: heights[name])
    placed: list[float] = []
    for name in names:
        placed.append(max(heights[name], placed[-1] + room) if placed else heights[name])
    lifted = sum(placed) - sum(heights.values())
    return {name: height - lifted / len(names) for name, height in zip(names, placed, strict=True)}
