"""What a case of the table is, and the plain data set that each case changes."""

import csv
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from data_contracts.films import CSV_NAME

GENRES = ("Comedy", "Drama", "N/A")
COLUMNS = ("Id", "Genre", *GENRES, "Overview")
COLOURS = {
    "red": (200, 30, 30),
    "green": (30, 160, 30),
    "blue": (30, 30, 200),
    "white": (245, 245, 245),
    "grey": (128, 128, 128),
    "black": (0, 0, 0),
}
CORNERS = ("red", "green", "blue", "white")

Film = dict[str, str]


@dataclass(frozen=True)
class Case:
    """One kind of input, and the exact outcome that is expected of it."""

    about: str
    outcome: str


@dataclass(frozen=True)
class RowCase(Case):
    """A film whose row is changed; rows holds the changes of one row or more of the same film."""

    rows: tuple[Film, ...]


@dataclass(frozen=True)
class PosterCase(Case):
    """A film whose poster is made by make(path); path ends in the usual name."""

    make: Callable[[Path], None]


@dataclass(frozen=True)
class CsvCase(Case):
    """A CSV as change() makes it from the plain one's bytes."""

    change: Callable[[bytes], bytes]


@dataclass(frozen=True)
class SourceCase(Case):
    """A source that make(place) leaves in a folder of its own, and the location to name."""

    make: Callable[["Place"], str]


def comedy_or_drama(number: int) -> Film:
    """Return the genres of a film, so that every second one is a drama."""
    return {"Genre": "['Drama']", "Comedy": "0", "Drama": "1"} if number % 2 else {}


@dataclass(frozen=True)
class StudyCase(Case):
    """A data set of good films and of films with a broken poster, held against the limits.

    changes: of each row, by its number from 0; settings: of the study, beside those limits.
    """

    good: int
    bad: int = 0
    changes: Callable[[int], Film] = comedy_or_drama
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where a source may be made: the plain data set, an empty folder, and a server of it."""

    films: Path
    folder: Path
    url: str


def film(number: int, **changes: str) -> Film:
    """Return the row of a film that nothing is wrong with, with changes."""
    plain = {
        "Id": f"tt{number:07}",
        "Genre": "['Comedy']",
        "Comedy": "1",
        "Drama": "0",
        "N/A": "0",
        "Overview": f"A clerk sells boat number {number} and the whole harbour hears of it.",
    }
    return plain | changes


def csv_text(rows: list[Film]) -> str:
    """Return rows as the text of a films' CSV, with the columns of the first."""
    stream = io.StringIO()
    columns = rows[0] if rows else COLUMNS
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def picture(width: int = 40, height: int = 60, seed: int = 0) -> Image.Image:
    """Return a poster whose four corners have the four colours, with noise of its own between."""
    pixels = np.random.default_rng(seed).integers(0, 255, (height, width, 3)).astype(np.uint8)
    rows, columns = height // 3, width // 3
    for place, name in enumerate(CORNERS):
        down = slice(0, rows) if place < 2 else slice(height - rows, height)
        across = slice(0, columns) if place % 2 == 0 else slice(width - columns, width)
        pixels[down, across] = COLOURS[name]
    return Image.fromarray(pixels)


def corners(poster: Image.Image) -> str:
    """Return the names of the nearest colours in the middle of the four corners."""
    right, bottom = poster.width * 5 // 6, poster.height * 5 // 6
    left, top = poster.width // 6, poster.height // 6
    places = ((left, top), (right, top), (left, bottom), (right, bottom))
    return ", ".join(_nearest(poster.getpixel(place)) for place in places)


def _nearest(pixel: tuple[int, ...]) -> str:
    return min(COLOURS, key=lambda name: math.dist(pixel, COLOURS[name]))


def write_films(folder: Path, rows: list[Film], *, posters: bool = True) -> Path:
    """Write a data set of rows, each with a poster, and return its folder."""
    (folder / "Images").mkdir(parents=True)
    (folder / CSV_NAME).write_text(csv_text(rows), encoding="utf-8")
    for number, row in enumerate(rows if posters else []):
        path = folder / "Images" / f"{row['Id']}.jpg"
        picture(seed=number).save(path, quality=95)
    return folder
