"""The charts that compare genres, as inline SVG."""

from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from data_contracts.estimate import Estimate
from data_contracts.metrics import GenreVerdict, StudyMetrics
from reporting.chart_style import (
    BAND,
    BRANCH_COLOURS,
    FAINT,
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
from reporting.standings import BRANCH_LABELS, prevalence, support_of

_BRANCH_MARKERS: Final[dict[str, str]] = {"cnn": "s", "lstm": "o"}
_VERDICT_COLOURS: Final[dict[str, str]] = {"poster": POSTER, "overview": OVERVIEW}
_VERDICT_MARKERS: Final[dict[str, str]] = {"poster": "s", "overview": "o", "equivalent": "D"}
_WIDTH: Final = 340
"""About that of a phone's page, so that letters are hardly smaller there than the text's."""
_ROW: Final = 19
_TALL_ROW: Final = 26
_MARGIN: Final = 90
_LONGEST_NAME: Final = 18


def verdict_chart(metrics: StudyMetrics, margin: float, name: str = "verdicts") -> str:
    """Draw each counted genre's difference in average precision, poster less overview.

    The band is the margin within which a difference does not matter. name: the chart's own on its
    page.
    """
    rows = _decided(metrics)
    with drawing(_WIDTH, _MARGIN + _ROW * (len(rows) + 1)) as figure:
        axes = plain_axes(figure)
        axes.axvspan(-margin, margin, color=BAND, linewidth=0)
        axes.axvline(0, color=INK, linewidth=0.8)
        for height, (_, verdict) in enumerate(rows, start=1):
            _verdict_mark(axes, height, verdict)
        if metrics.overall is not None:
            _mark(axes, 0, metrics.overall, ("D", INK, INK))
        _genre_axis(axes, ["all genres", *(_row_label(g, v.support) for g, v in rows)])
        axes.axhline(0.5, color=FAINT, linewidth=0.8)
        _difference_axis(axes)
        return to_svg(figure, name)


def _decided(metrics: StudyMetrics) -> list[tuple[str, GenreVerdict]]:
    rows = [(g, v) for g, v in metrics.verdicts.items() if v.difference is not None and _judged(v)]
    return sorted(rows, key=lambda row: row[1].difference.value if row[1].difference else 0.0)


def _judged(verdict: GenreVerdict) -> bool:
    return verdict.verdict != "not enough films"


def _verdict_mark(axes: Axes, height: int, verdict: GenreVerdict) -> None:
    if verdict.difference is None:
        return
    marker = _VERDICT_MARKERS.get(verdict.verdict, "o")
    colour = _VERDICT_COLOURS.get(verdict.verdict, OTHER)
    face = "none" if verdict.verdict == "undecided" else colour
    _mark(axes, height, verdict.difference, (marker, colour, face))


def _mark(axes: Axes, height: float, value: Estimate, style: tuple[str, str, str]) -> None:
    marker, colour, face = style
    axes.plot([value.low, value.high], [height, height], "-", color=colour, linewidth=1.8)
    axes.plot(
        value.value, height, marker, color=colour, markerfacecolor=face, markersize=6.5, zorder=3
    )


def _row_label(genre: str, support: int) -> str:
    name = printable(genre)
    short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    return f"{short} ({support})"


def _genre_axis(axes: Axes, labels: list[str]) -> None:
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(-0.6, len(labels) - 0.4)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _difference_axis(axes: Axes) -> None:
    reach = max(abs(limit) for limit in axes.get_xlim())
    axes.set_xlim(-reach, reach)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, symmetric=True))
    axes.xaxis.set_major_formatter(FuncFormatter(short_number))
    axes.set_xlabel("difference in average precision")
    axes.set_title("◂ overview\nsays more", loc="left", color=INK, fontweight="normal")
    axes.set_title("poster ▸\nsays more", loc="right", color=INK, fontweight="normal")


def average_precision_chart(metrics: StudyMetrics) -> str:
    """Draw each counted genre's average precision by each trained model, beside chance."""
    branches = [name for name in BRANCH_LABELS if name in metrics.models]
    rows = sorted(metrics.counted_genres, key=lambda genre: _best_precision(metrics, genre))
    supports = [support_of(metrics, genre) for genre in rows]
    with drawing(_WIDTH, _MARGIN + _TALL_ROW * len(rows)) as figure:
        axes = plain_axes(figure)
        for place, name in enumerate(branches):
            _precision_marks(axes, metrics, name, rows, 0.18 * (1 - 2 * place))
        chance = [prevalence(metrics, support) for support in supports]
        axes.plot(chance, range(len(rows)), "|", color=INK, ms=13, mew=1.5, label="chance")
        _genre_axis(axes, [_row_label(*row) for row in zip(rows, supports, strict=True)])
        _precision_axis(axes)
        figure.legend(loc="outside upper center", ncols=3, frameon=False, fontsize=10)
        return to_svg(figure, "average-precision")


def _precision_marks(
    axes: Axes, metrics: StudyMetrics, name: str, rows: list[str], offset: float
) -> None:
    colour, marker = BRANCH_COLOURS[name], _BRANCH_MARKERS[name]
    scores = metrics.models[name]
    for height, genre in enumerate(rows):
        found = scores.test.per_genre[genre].average_precision
        if found is not None:
            _mark(axes, height + offset, found, (marker, colour, colour))
    axes.plot([], [], marker, color=colour, label=printable(scores.label))


def _precision_axis(axes: Axes) -> None:
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(FuncFormatter(short_number))
    axes.set_xlabel("average precision")
    axes.grid(axis="x", color=BAND, linewidth=0.8)
    axes.set_axisbelow(True)


def _best_precision(metrics: StudyMetrics, genre: str) -> float:
    found = [
        scores.average_precision.value
        for model in metrics.models.values()
        if not model.baseline
        and (scores := model.test.per_genre.get(genre))
        and scores.average_precision
    ]
    return max(found, default=0.0)
