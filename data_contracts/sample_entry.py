"""What the sample set is written from: one poster a piece, with its row or without."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SampleRow:
    """A row of the CSV, as it stands there: defects included."""

    genres: tuple[str, ...]
    overview: str


@dataclass(frozen=True)
class SampleEntry:
    """A poster file's bytes and the film's row; an orphan poster has none."""

    film_id: str
    poster: bytes = field(repr=False)
    row: SampleRow | None
