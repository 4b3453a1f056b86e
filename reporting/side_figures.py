"""The chart of presets side by side, as inline SVG."""

from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from data_contracts.estimate import Estimate
from data_contracts.metrics import Modality
from data_contracts.side_by_side import SideBySide
from reporting.chart_style import (
    BAND,
    INK,
    OTHER,
    OVERVIEW,
    POSTER,
    drawing,
    plain_axes,
    printable,
    short_number,
    to_svg,
)

_STYLES: Final[dict[Modality, tuple[str, str]]] = {
    "poster": (POSTER, "s"),
    "overview": (OVERVIEW, "o"),
    "both": (INK, "D"),
    "none": (OTHER, "X"),
}
_WIDTH: Final = 400
_ROW: Final = 22
_MARGIN: Final = 75


def presets_chart(side: SideBySide) -> str:
    """Draw the mean average precision of every model of every preset, below those of baselines."""
    rows = chart_rows(side)
    with drawing(_WIDTH, _MARGIN + _ROW * len(rows)) as figure:
        axes = plain_axes(figure)
        for height, (_, modality, found) in enumerate(reversed(rows)):
            _mark(axes, height, modality, found)
        axes.set_yticks(range(len(rows)), [printable(label) for label, _, _ in reversed(rows)])
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_xlim(0, None)
        axes.xaxis.set_major_formatter(FuncFormatter(short_number))
        axes.set_xlabel("mean average precision")
        axes.grid(axis="x", color=BAND, linewidth=0.8)
        axes.set_axisbelow(True)
        return to_svg(figure, "presets")


def chart_rows(side: SideBySide) -> list[tuple[str, Modality, Estimate]]:
    """Return label, modality and figure of each row, the first one on top."""
    models = [
        (study.name, model) for study in side.presets for model in study.metrics.models.values()
    ]
    first = side.presets[0].name
    baselines = [
        (f"{model.label.split(' + ')[0]} (baseline)", model.modality, model.test.map)
        for name, model in models
        if name == first and model.baseline
    ]
    trained = [
        (f"{name}: {model.modality}", model.modality, model.test.map)
        for name, model in models
        if not model.baseline
    ]
    return [*baselines, *trained]


def _mark(axes: Axes, height: int, modality: Modality, found: Estimate) -> None:
    colour, marker = _STYLES[modality]
    axes.plot([found.low, found.high], [height, height], "-", color=colour, linewidth=1.8)
    axes.plot(found.value, height, marker, color=colour, markersize=6.5, zorder=3)
