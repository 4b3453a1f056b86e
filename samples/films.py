"""The sample films, one after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PIL import Image

from samples.chance import stream
from samples.drawing import draw_poster
from samples.grammar import write_overview, write_title
from samples.truth import draw_evidence, draw_genres

_IDS: Final = 10_000_000
_STRIDE: Final = 7_368_787
"""Prime to the number of ids, so that films a stride apart never share one."""

_FIRST_ID: Final = 4_180_339


@dataclass(frozen=True)
class SampleFilm:
    """A film as it was drawn, before any defect.

    film_id: tt and seven digits; genres: one to three, in the order of the CSV's columns;
    poster: 150 x 300 RGB pixels.
    """

    film_id: str
    title: str
    genres: tuple[str, ...]
    overview: str
    poster: Image.Image


def film_id(index: int) -> str:
    """Return the id of a film, which no other of the first ten million has."""
    return f"tt{(_FIRST_ID + index * _STRIDE) % _IDS:07d}"


def draw_film(seed: int, index: int) -> SampleFilm:
    """Draw a film, which follows from its seed and index alone."""
    genres = draw_genres(stream(seed, index, 0))
    told, seen = stream(seed, index, 1), stream(seed, index, 2)
    title = write_title(told)
    return SampleFilm(
        film_id=film_id(index),
        title=title,
        genres=genres,
        overview=write_overview(told, draw_evidence(told, genres, "overview")),
        poster=draw_poster(seen, title, draw_evidence(seen, genres, "poster")),
    )


def draw_films(count: int, seed: int) -> Iterator[SampleFilm]:
    """Yield films one by one, holding none: film i is the same whatever the count."""
    return (draw_film(seed, index) for index in range(count))
