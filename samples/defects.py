"""The sample films with the defects that real film data has, each in a known place.

Defects sit at fixed positions, so that film i has the same whatever the count and none depends
on luck; a set of 100 films has one of each at least, and sets aside fewer than 5 %.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from PIL import Image

from data_contracts.films import GENRE_UNKNOWN
from data_contracts.sample_entry import SampleEntry, SampleRow
from samples.chance import pick, stream
from samples.films import SampleFilm, draw_film

UNDECODABLE: Final = 27
"""The one film whose poster is no whole JPEG."""

ORIGINAL: Final = 5
DUPLICATE: Final = 33
"""The film whose poster is, byte for byte, that of the original."""

UNKNOWN_EVERY: Final = (500, 11)
STUB_EVERY: Final = (167, 19)
ORPHAN_EVERY: Final = (12, 7)
"""Period and first position of films of unknown genre, stub overviews and orphan posters."""

CUT_SHARE: Final = 0.08
STUBS: Final = ("The story of", "A young man", "In the 1970s,", "The life of", "After the war,")
JPEG_QUALITY: Final = 88
_KEPT_BYTES: Final = 400
_FIRST_ORPHAN: Final = 5_000_000
"""Index of the first orphan, beyond that of any film."""


def sample_entries(films: int, seed: int) -> Iterator[SampleEntry]:
    """Yield each film as it is to be written, with the orphan posters in between."""
    for index in range(films):
        film = draw_film(seed, index)
        yield SampleEntry(film.film_id, _poster_file(film, seed, index), _row(film, seed, index))
        if _falls_on(index, ORPHAN_EVERY):
            orphan = draw_film(seed, _FIRST_ORPHAN + index)
            yield SampleEntry(orphan.film_id, _jpeg(orphan.poster), None)


def _row(film: SampleFilm, seed: int, index: int) -> SampleRow:
    rng = stream(seed, index, 3)
    row = SampleRow(film.genres, film.overview)
    if _falls_on(index, UNKNOWN_EVERY):
        return replace(row, genres=(GENRE_UNKNOWN,))
    if _falls_on(index, STUB_EVERY):
        return replace(row, overview=pick(rng, STUBS))
    if rng.random() < CUT_SHARE:
        return replace(row, overview=_cut(film.overview, float(rng.random())))
    return row


def _cut(overview: str, share: float) -> str:
    """Cut an overview off within its last third, as a web page's preview does."""
    words = overview.split()
    kept = len(words) - 1 - int(share * len(words) / 3)
    return " ".join(words[:kept]) + "..."


def _poster_file(film: SampleFilm, seed: int, index: int) -> bytes:
    if index == DUPLICATE:
        return _jpeg(draw_film(seed, ORIGINAL).poster)
    if index == UNDECODABLE:
        return _jpeg(film.poster)[:_KEPT_BYTES]
    return _jpeg(film.poster)


def _jpeg(poster: Image.Image) -> bytes:
    buffer = io.BytesIO()
    poster.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


def _falls_on(index: int, every: tuple[int, int]) -> bool:
    period, first = every
    return index % period == first
