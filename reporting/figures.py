"""The learning curves, as inline SVG."""

import math
from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from data_contracts.results import EpochRecord, TrainingRecord
from reporting.chart_style import (
    BAND,
    BRANCH_COLOURS,
    FAINT,
    OTHER,
    drawing,
    plain_axes,
    short_number,
    to_svg,
)

MEASURES: Final = {
    "loss": "Loss (binary cross-entropy)",
    "precision": "Precision at .5",
    "recall": "Recall at .5",
}
_LABEL_ROOM: Final = 0.09
"""Height of a label, as a share of the axis."""


def learning_curve(record: TrainingRecord, branch: str, measure: str) -> str:
    """Draw one measure over the epochs: training dashed, validation solid, best epoch marked."""
    history = record.history
    colour = BRANCH_COLOURS.get(branch, OTHER)
    best = next(epoch for epoch in history if epoch.epoch == record.best_epoch)
    with drawing(330, 240) as figure:
        axes = plain_axes(figure)
        axes.set_title(MEASURES[measure])
        _curve(axes, history, measure, (FAINT, "--"))
        _curve(axes, history, f"val_{measure}", (colour, "-"))
        axes.axvline(best.epoch, color=FAINT, linewidth=1, linestyle=":")
        axes.plot(best.epoch, getattr(best, f"val_{measure}"), "o", color=colour, markersize=7)
        _epoch_axis(axes, history, best.epoch)
        if measure != "loss":
            axes.set_ylim(0, 1)
        _end_labels(axes, getattr(history[-1], measure), getattr(history[-1], f"val_{measure}"))
        return to_svg(figure, f"curve-{branch}-{measure}")


def _curve(
    axes: Axes, history: tuple[EpochRecord, ...], field: str, style: tuple[str, str]
) -> None:
    colour, line = style
    epochs = [epoch.epoch for epoch in history]
    values = [getattr(epoch, field) for epoch in history]
    marker = "." if len(history) == 1 else ""
    axes.plot(epochs, values, line, color=colour, marker=marker)


def _epoch_axis(axes: Axes, history: tuple[EpochRecord, ...], best: int) -> None:
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlim(history[0].epoch - 0.5, history[-1].epoch + 0.5)
    axes.set_xlabel(f"epoch (best: {best})")
    axes.grid(axis="y", color=BAND, linewidth=0.8)
    axes.yaxis.set_major_formatter(FuncFormatter(short_number))


def _end_labels(axes: Axes, training: float, validation: float) -> None:
    """Name both curves at their ends, kept apart where the curves meet."""
    if not (math.isfinite(training) and math.isfinite(validation)):
        return
    low, high = axes.get_ylim()
    heights = {"training": training, "validation": validation}
    lower, upper = sorted(heights, key=lambda name: heights[name])
    apart = max(0.0, _LABEL_ROOM * (high - low) - (heights[upper] - heights[lower])) / 2
    for name, height in ((lower, heights[lower] - apart), (upper, heights[upper] + apart)):
        axes.annotate(
            name,
            (1, height),
            xycoords=("axes fraction", "data"),
            xytext=(5, 0),
            textcoords="offset points",
            verticalalignment="center",
            fontsize=10,
        )
