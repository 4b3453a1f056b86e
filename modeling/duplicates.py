"""Films that are told or shown alike: a model would meet in the test what it learnt by heart."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data_contracts.posters import MAX_HASH_DISTANCE
from modeling.arrays import IndexArray

LinkKind = Literal["overview", "poster"]
MIN_TEXT_SIMILARITY: Final = 0.7
"""Share of the pieces of two overviews that both have, from which on they tell the same."""

_PIECE_CHARACTERS: Final = 5
_HASH_BITS: Final = 64
_BANDS: Final = (24, 4)
"""Bands and rows of the MinHash index: a pair at MIN_TEXT_SIMILARITY is found with 99.86 %."""

_ROWS_AT_ONCE: Final = 256
_WORD: Final = re.compile(r"\w+")


class Link(NamedTuple):
    """Two films, by their places, that are alike: 1 where nothing tells them apart."""

    first: int
    second: int
    kind: LinkKind
    similarity: float


def overview_links(overviews: Sequence[str]) -> list[Link]:
    """Return links that join all films whose overviews are near-duplicates.

    Overviews are compared as lower-case words without marks, cut into all runs of five
    characters. Pairs come from MinHash with banding (Broder, "On the resemblance and containment
    of documents", 1997) and are kept where their Jaccard similarity is at least
    MIN_TEXT_SIMILARITY, so that chance can hide a pair but never make one.
    """
    texts = [_normalised(overview) for overview in overviews]
    firsts = _first_places(texts)
    links = [Link(first, film, "overview", 1.0) for film, first in _repeats(texts, firsts)]
    places = list(firsts.values())
    pieces = [_pieces(text) for text in firsts]
    for one, other in _candidates(pieces):
        similarity = len(pieces[one] & pieces[other]) / len(pieces[one] | pieces[other])
        if similarity >= MIN_TEXT_SIMILARITY:
            links.append(Link(places[one], places[other], "overview", similarity))
    return links


def poster_links(digests: Sequence[str], hashes: Sequence[str | None]) -> list[Link]:
    """Return links that join all films whose posters show the same picture.

    digests: SHA-256 of each film's poster; hashes: 16 hexadecimal digits of its perceptual hash,
    None for a blank one, which is compared by its digest alone.
    """
    keys = [seen or digest for digest, seen in zip(digests, hashes, strict=True)]
    firsts = _first_places(keys)
    links = [Link(first, film, "poster", 1.0) for film, first in _repeats(keys, firsts)]
    places = np.array([film for film in firsts.values() if hashes[film]], dtype=np.intp)
    bits = np.array([int(str(hashes[film]), 16) for film in places], dtype=np.uint64)
    for one, other, distance in _near(bits):
        film, second = int(places[one]), int(places[other])
        links.append(Link(film, second, "poster", 1 - distance / _HASH_BITS))
    return links


def linked_groups(films: int, links: Sequence[Link]) -> IndexArray:
    """Return (films,) a number for each film; films joined by links, however far, share it."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends = np.array([(link.first, link.second) for link in links], dtype=np.intp).reshape(-1, 2)
    joined = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(films, films))
    _, groups = connected_components(joined, directed=False)
    numbers: IndexArray = groups.astype(np.intp)
    return numbers


def _normalised(overview: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", overview).casefold()))


def _pieces(text: str) -> set[str]:
    ends = max(1, len(text) - _PIECE_CHARACTERS + 1)
    return {text[start : start + _PIECE_CHARACTERS] for start in range(ends)}


def _first_places(keys: Sequence[str]) -> dict[str, int]:
    firsts: dict[str, int] = {}
    for place, key in enumerate(keys):
        firsts.setdefault(key, place)
    return firsts


def _repeats(keys: Sequence[str], firsts: dict[str, int]) -> Iterator[tuple[int, int]]:
    return ((film, firsts[key]) for film, key in enumerate(keys) if firsts[key] != film)


def _candidates(pieces: list[set[str]]) -> list[tuple[int, int]]:
    from datasketch import MinHash, MinHashLSH

    bands, rows = _BANDS
    encoded = [[piece.encode() for piece in sorted(text)] for text in pieces]
    sketches = MinHash.bulk(encoded, num_perm=bands * rows, seed=1)
    index = MinHashLSH(num_perm=bands * rows, params=_BANDS)
    pairs: list[tuple[int, int]] = []
    for place, sketch in enumerate(sketches):
        pairs.extend((earlier, place) for earlier in sorted(index.query(sketch)))
        index.insert(place, sketch)
    return pairs


def _near(bits: NDArray[np.uint64]) -> Iterator[tuple[int, int, int]]:
    """Yield the places of hashes that differ in few bits, and in how many.

    All pairs are compared, some rows at a time: 50,000 hashes take seconds and 100 MB.
    """
    for start in range(0, len(bits), _ROWS_AT_ONCE):
        rows = bits[start : start + _ROWS_AT_ONCE, None]
        distances = np.bitwise_count(rows ^ bits[None, start:])
        near = np.argwhere(np.triu(distances <= MAX_HASH_DISTANCE, k=1))
        yield from (
            (start + int(row), start + int(column), int(distances[row, column]))
            for row, column in near
        )
