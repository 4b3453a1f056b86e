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
from reporting.end_labels import end_labels
from reporting.readings import TRAINING_FIELDS

MEASURES: Final = {
    "loss": "Loss (binary cross-entropy)",
    "precision": "Precision at .5",
    "recall": "Recall at .5",
}


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
        curves = {"training": (measure, FAINT, "--")}
        if history[-1].train_loss_eval is not None:
            curves["dropout off"] = (TRAINING_FIELDS[measure], INK, ":")
        curves["validation"] = (f"val_{measure}", colour, "-")
        for field, shade, line in curves.values():
            _curve(axes, history, field, (shade, line))
        axes.axvline(best.epoch, color=FAINT, linewidth=1, linestyle=":")
        axes.plot(best.epoch, getattr(best, f"val_{measure}"), "o", color=colour, markersize=7)
        _epoch_axis(axes, history, best.epoch)
        if measure != "loss":
            axes.set_ylim(0, 1)
        ends = {name: getattr(history[-1], field) for name, (field, _, _) in curves.items()}
        end_labels(axes, ends, {name: shade for name, (_, shade, _) in curves.items()})
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
