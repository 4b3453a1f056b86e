"""What a report is made of, before it is HTML or Markdown.

Texts are plain: whoever renders them escapes them. A chart's SVG is the one piece of markup, and
only reporting.chart_style makes it.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; drawn: of what only a page can draw, so that Markdown leaves it out."""

    kind: ClassVar[str] = "prose"
    text: str
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, under a word of its own where it needs one."""

    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two lists that are read against one another."""

    kind: ClassVar[str] = "contrast"
    lists: tuple[Bullets, Bullets]


@dataclass(frozen=True, slots=True)
class Code:
    """Something to copy, such as a command."""

    kind: ClassVar[str] = "code"
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what it says, the smaller print after it, and what it sorts by."""

    text: str
    detail: str = ""
    order: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; numeric ones are set flush right and sort from the largest."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of each row is the row's header.

    folded: for reference, so that it opens on a click where pages can fold.
    """

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """An inline SVG, with its caption and the words that stand for it where it cannot be seen."""

    svg: str
    caption: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Charts:
    """Charts that belong side by side where there is room."""

    kind: ClassVar[str] = "charts"
    charts: tuple[Chart, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """A genre that a model names for a film, with its probability; right where the film has it."""

    genre: str
    probability: float
    right: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an overview, and how strongly it speaks for a guess: -1 to 1, 0 where it is none.

    The film's strongest word has 1 or -1. unread: the model does not see it.
    """

    text: str
    strength: float = 0.0
    unread: bool = False


@dataclass(frozen=True, slots=True)
class FilmCard:
    """A film as the report shows it.

    poster and heat are data URIs, empty where there is none to show; words make up the overview
    where it is known what each adds; reasons say in sentences what heat and words show.
    """

    film_id: str
    overview: str
    genres: tuple[str, ...]
    guesses: tuple[tuple[str, tuple[Guess, ...]], ...]
    poster: str = ""
    heat: str = ""
    words: tuple[Word, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Films:
    """Films chosen by one rule."""

    kind: ClassVar[str] = "films"
    rule: str
    cards: tuple[FilmCard, ...]


Block = Heading | Prose | Bullets | Contrast | Code | Table | Charts | Films


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report that the contents list names."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report: the first screen, then the sections."""

    question: str
    about: str
    answer: tuple[str, ...]
    cautions: tuple[str, ...]
    verdict_chart: Chart | None
    models_table: Table
    sections: tuple[Section, ...]
    colophon: str
