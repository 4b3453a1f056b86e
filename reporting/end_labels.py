"""Names of curves at their ends, in place of a legend."""

import math
from collections.abc import Mapping
from typing import Final

from matplotlib.axes import Axes

_LABEL_ROOM: Final = 0.09
"""Height of a label, as a share of the axis."""
_LABEL_PLACE: Final = 1.06
"""Where labels begin, as a share of the axis."""


def end_labels(axes: Axes, ends: Mapping[str, float], colours: Mapping[str, str]) -> None:
    """Name the curves at their ends, kept apart where they meet, a line from each to its end.

    ends: by name, the curve's last value; one that is not finite gets no name.
    """
    low, high = axes.get_ylim()
    known = {name: height for name, height in ends.items() if math.isfinite(height)}
    for name, height in _spread(known, _LABEL_ROOM * (high - low)).items():
        axes.annotate(
            name,
            (1, known[name]),
            xycoords=("axes fraction", "data"),
            xytext=(_LABEL_PLACE, height),
            textcoords=("axes fraction", "data"),
            verticalalignment="center",
            fontsize=10,
            arrowprops={"arrowstyle": "-", "color": colours[name], "shrinkA": 1, "shrinkB": 0},
        )


def _spread(heights: dict[str, float], room: float) -> dict[str, float]:
    """Return heights that are at least room apart, in their order and about their mean."""
    names = sorted(heights, key=lambda name: heights[name])
    placed: list[float] = []
    for name in names:
        placed.append(max(heights[name], placed[-1] + room) if placed else heights[name])
    lifted = sum(placed) - sum(heights.values())
    return {name: height - lifted / len(names) for name, height in zip(names, placed, strict=True)}
