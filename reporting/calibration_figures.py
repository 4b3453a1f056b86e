"""The reliability chart, as inline SVG."""

from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from data_contracts.metrics import Calibration
from reporting.chart_style import (
    BAND,
    BRANCH_COLOURS,
    FAINT,
    OTHER,
    drawing,
    plain_axes,
    printable,
    short_number,
    to_svg,
)

FEW_PAIRS: Final = 20
"""A bin of fewer pairs says little."""
_SIDE: Final = 300


def reliability_chart(calibration: Calibration, name: str, label: str) -> str:
    """Draw how often pairs of a film and a genre are true, over the probability that they get.

    Each disc is one bin with its interval, a ring where the bin has few pairs.
    """
    with drawing(_SIDE, _SIDE) as figure:
        axes = plain_axes(figure)
        axes.set_title(printable(label))
        axes.plot([0, 1], [0, 1], "--", color=FAINT, linewidth=1)
        # Above the corner in which the line ends: on the line, discs would lie on the words.
        axes.set_title("as often as said", loc="right", fontsize=9, fontweight="normal")
        _bins(axes, calibration, BRANCH_COLOURS.get(name, OTHER))
        _unit_axes(axes)
        return to_svg(figure, f"reliability-{name}")


def _bins(axes: Axes, calibration: Calibration, colour: str) -> None:
    for one in calibration.bins:
        said, true = one.mean_probability, one.share_true
        if said is None or true is None:
            continue
        face = "none" if one.pairs < FEW_PAIRS else colour
        axes.plot([said, said], [true.low, true.high], "-", color=colour, linewidth=1.8)
        axes.plot(
            said, true.value, "o", color=colour, markerfacecolor=face, markersize=6, clip_on=False
        )


def _unit_axes(axes: Axes) -> None:
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_aspect("equal")
    axes.set_xlabel("mean probability said")
    axes.set_ylabel("share of pairs that are true")
    axes.grid(color=BAND, linewidth=0.8)
    axes.set_axisbelow(True)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(short_number))
