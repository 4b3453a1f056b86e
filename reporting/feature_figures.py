"""How well films are told by a feature of theirs, as inline SVG."""

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from data_contracts.errors_found import FeatureBreakdown, FilmFeature, FilmGroup
from reporting.chart_style import (
    BAND,
    BRANCH_COLOURS,
    OTHER,
    drawing,
    plain_axes,
    printable,
    short_number,
    to_svg,
)
from reporting.end_labels import end_labels
from reporting.wording import figure

_SPREAD = 0.16
_MARKERS = {"cnn": "s", "lstm": "o"}


def feature_chart(breakdown: FeatureBreakdown, labels: dict[str, str]) -> str:
    """Draw each model's mean F1 over groups of films, from low values of the feature to high.

    labels: the models to draw, by name, with short names to set at the ends of their lines.
    """
    labels = {name: printable(label) for name, label in labels.items()}
    with drawing(330, 250) as canvas:
        axes = plain_axes(canvas)
        axes.set_title(breakdown.feature.capitalize())
        for place, name in enumerate(labels):
            offset = _SPREAD * (place - (len(labels) - 1) / 2)
            _line(axes, breakdown.groups, name, offset)
        ranges = [group_range(breakdown.feature, group) for group in breakdown.groups]
        axes.set_xticks(range(len(ranges)), ranges)
        axes.set_xlabel(breakdown.unit)
        _f1_axis(axes)
        ends = {label: breakdown.groups[-1].f1[name].value for name, label in labels.items()}
        shades = {label: BRANCH_COLOURS.get(name, OTHER) for name, label in labels.items()}
        end_labels(axes, ends, shades)
        return to_svg(canvas, f"feature-{breakdown.feature.replace(' ', '-')}")


def group_range(feature: FilmFeature, group: FilmGroup) -> str:
    """Write the values that a group's films have: 12 to 25, or .31 to .44."""
    ends = (group.low, group.high)
    if feature == "poster brightness":
        return " to ".join(map(figure, ends))
    return " to ".join(f"{end:.0f}" for end in ends)


def _line(axes: Axes, groups: tuple[FilmGroup, ...], name: str, offset: float) -> None:
    colour = BRANCH_COLOURS.get(name, OTHER)
    places = [number + offset for number in range(len(groups))]
    found = [group.f1[name] for group in groups]
    for place, f1 in zip(places, found, strict=True):
        axes.plot([place, place], [f1.low, f1.high], "-", color=colour, linewidth=1.5)
    marker = _MARKERS.get(name, "D")
    axes.plot(places, [f1.value for f1 in found], f"{marker}-", color=colour, linewidth=1)


def _f1_axis(axes: Axes) -> None:
    axes.set_ylim(bottom=0)
    axes.set_ylabel("mean F1 of films")
    axes.yaxis.set_major_formatter(FuncFormatter(short_number))
    axes.grid(axis="y", color=BAND, linewidth=0.8)
    axes.set_axisbelow(True)
