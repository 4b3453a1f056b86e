"""The known right answer of the sample films: which genre shows where, and how often it comes.

Genres are drawn in four groups: those that show in the poster, in the overview, in both and in
neither. A film has at most one of each group. The groups are drawn independently of one another,
so that neither a poster nor an overview tells anything about genres that are not planted in it.
Only where all four came does one of them, any, go again, to keep to three genres; that leaves a
dependence too weak to see (docs/sample_films.md has the figures).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from numpy.random import Generator

from data_contracts.films import GENRES
from data_contracts.metrics import Modality

MAX_GENRES: Final = 3

SHARES: Final[Mapping[Modality, Mapping[str, float]]] = MappingProxyType(
    {
        "poster": {"Action": 0.19, "Thriller": 0.16, "Horror": 0.14, "War": 0.025, "Western": 0.02},
        "overview": {
            "Drama": 0.47,
            "Comedy": 0.31,
            "Romance": 0.16,
            "Biography": 0.03,
            "History": 0.03,
        },
        "both": {
            "Crime": 0.17,
            "Adventure": 0.15,
            "Fantasy": 0.03,
            "Family": 0.03,
            "Animation": 0.025,
        },
        "none": {
            "Sci-Fi": 0.13,
            "Music": 0.13,
            "Mystery": 0.025,
            "Sport": 0.025,
            "Musical": 0.015,
        },
    }
)
"""Share of films that have each genre, by where the genre shows.

Several genres of each group are frequent enough for some 25 test films among 1,200; the others
stay below the ten test films that a verdict asks for. As in the real films, Documentary, News,
Reality-TV and Short have none.
"""

PLANTED: Final[Mapping[str, Modality]] = MappingProxyType(
    {genre: modality for modality, shares in SHARES.items() for genre in shares}
)
"""Where each genre that has films shows."""


def genres_shown_in(modality: Modality) -> tuple[str, ...]:
    """Return the genres that show in "poster" or in "overview", those of "both" included."""
    return (*SHARES[modality], *SHARES["both"])


def genre_share(genre: str) -> float:
    """Return the share of films that have a planted genre."""
    return SHARES[PLANTED[genre]][genre]


def draw_genres(rng: Generator) -> tuple[str, ...]:
    """Draw the one to three genres of a film, in the order of the CSV's columns."""
    drawn = [genre for shares in SHARES.values() if (genre := _one_or_none(rng, shares))]
    if len(drawn) > MAX_GENRES:
        drawn.pop(int(rng.integers(len(drawn))))
    return tuple(genre for genre in GENRES if genre in drawn)


def draw_evidence(rng: Generator, genres: tuple[str, ...], modality: Modality) -> tuple[str, ...]:
    """Draw which genres one film shows in "poster" or "overview".

    A genre that the film has is missing at times, and one that it does not have shows at times:
    the ceiling of what any model can reach lies below certainty.
    """
    return tuple(
        genre
        for genre in genres_shown_in(modality)
        if rng.random() < (evidence_rate(genre) if genre in genres else false_rate(genre))
    )


def evidence_rate(genre: str) -> float:
    """Return how often a planted genre shows in a film that has it.

    Frequent genres show less reliably, because average precision rises with frequency alone.
    """
    return 0.91 - 0.2 * genre_share(genre)


def false_rate(genre: str) -> float:
    """Return how often a planted genre shows in a film that does not have it."""
    share = genre_share(genre)
    return (0.07 + 0.25 * share) * share / (1 - share)


def _one_or_none(rng: Generator, shares: Mapping[str, float]) -> str | None:
    """Draw one genre with the given shares, or none for what is left of 1."""
    level = float(rng.random())
    for genre, share in shares.items():
        if level < share:
            return genre
        level -= share
    return None
