"""The one style of all charts, and the way from a matplotlib figure to inline SVG.

Colours are drawn as stand-ins and become CSS variables, so that a chart follows the page's theme;
each variable falls back on the Okabe-Ito palette, which colour-blind readers can tell apart.
"""

import contextlib
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.typing import RcKeyType

INK: Final = "#010101"
FAINT: Final = "#020202"
BAND: Final = "#030303"
POSTER: Final = "#d55e01"
OVERVIEW: Final = "#0172b2"
OTHER: Final = "#777771"

BRANCH_COLOURS: Final[dict[str, str]] = {"cnn": POSTER, "lstm": OVERVIEW}

_CSS: Final = {
    INK: "currentColor",
    FAINT: "var(--faint, #8a8a8a)",
    BAND: "var(--band, #ececec)",
    POSTER: "var(--poster, #d55e00)",
    OVERVIEW: "var(--overview, #0072b2)",
    OTHER: "var(--other, #777777)",
}
_POINTS_AN_INCH: Final = 72
_STYLE: Final[dict[RcKeyType, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "film-genre-study",
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "text.parse_math": False,
    "text.usetex": False,
    "xtick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.color": FAINT,
    "ytick.labelcolor": INK,
    "lines.linewidth": 2,
}


@contextlib.contextmanager
def drawing(width: float, height: float) -> Iterator[Figure]:
    """Yield an empty, transparent figure of width by height points in the project's style."""
    with mpl.rc_context(_STYLE):
        figure = Figure(
            figsize=(width / _POINTS_AN_INCH, height / _POINTS_AN_INCH), layout="constrained"
        )
        figure.patch.set_alpha(0)
        yield figure


def plain_axes(figure: Figure) -> Axes:
    """Return the figure's one pair of axes, without a background."""
    axes = figure.add_subplot()
    axes.patch.set_alpha(0)
    return axes


def to_svg(figure: Figure, name: str) -> str:
    """Return a figure as an SVG element that scales and can stand beside others on a page.

    name makes the ids unique on the page. Must be called within drawing(). The same figure gives
    the same text.
    """
    buffer = StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\1{name}-", svg)
    svg = re.sub(r'<svg [^>]*?viewBox="([^"]+)"[^>]*>', r'<svg viewBox="\1">', svg, count=1)
    svg = re.sub(r"'DejaVu Sans'[^;\"]*", "inherit", svg)
    return _themed(svg)


def _themed(svg: str) -> str:
    for stand_in, css in _CSS.items():
        svg = svg.replace(stand_in, css)
    return svg


def short_number(value: float, _position: int | None = None) -> str:
    """Write a tick's number without the leading zero, as a matplotlib formatter."""
    text = f"{abs(value):.3f}".rstrip("0").rstrip(".")
    text = text.removeprefix("0") or "0"
    return f"\N{MINUS SIGN}{text}" if value < 0 and text != "0" else text


def printable(text: str) -> str:
    """Return text without the control characters that no SVG may hold."""
    return "".join(character if character.isprintable() else " " for character in text)
