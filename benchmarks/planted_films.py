"""What a sample film shows of a genre, found again in the poster and overview that models read."""

import string
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from data_contracts.examples import UNKNOWN_ID
from modeling.arrays import BoolArray, FloatArray
from modeling.text import place_words
from samples.genre_words import GENRE_WORDS
from samples.motifs import HUE_SPREAD, HUES

LARGE: Final = 0.03
"""Share of a poster that every motif covers, and no single decoy (tests/samples/test_motifs.py)."""

_HUE_REACH: Final = HUE_SPREAD + 5
"""Degrees: resizing and JPEG move hues a little further than they were drawn."""

_SATURATED: Final = 0.5
_LIT: Final = 0.15
"""A colour with less saturation, or less light, belongs to no motif."""


def on_motif(poster: NDArray[np.uint8], genre: str) -> BoolArray:
    """Return (height, width): which pixels have the colour of a genre's motif.

    poster: (height, width, 3). None has where the genre does not show in posters.
    """
    hsv = np.asarray(Image.fromarray(poster).convert("HSV")).astype(np.float64) / 255
    hue, saturation, light = np.moveaxis(hsv, -1, 0)
    near = np.zeros(hue.shape, dtype=bool)
    for drawn in HUES.get(genre, ()):
        near |= np.abs((hue * 360 - drawn + 180) % 360 - 180) <= _HUE_REACH
    coloured: BoolArray = near & (saturation > _SATURATED) & (light > _LIT)
    return coloured


def by_cells(pixels: BoolArray, rows: int, columns: int) -> FloatArray:
    """Return (rows, columns): the share of each cell's pixels that are true."""
    image = Image.fromarray(pixels.astype(np.float32))
    cells = np.asarray(image.resize((columns, rows), Image.Resampling.BOX))
    return cells.astype(np.float64)


def on_planted_words(overview: str, token_ids: NDArray[np.int32], genre: str) -> BoolArray:
    """Return (tokens,): which tokens are known words that bear a genre.

    None is where the genre does not show in overviews.
    """
    planted = np.zeros(len(token_ids), dtype=bool)
    words = GENRE_WORDS[genre].all() if genre in GENRE_WORDS else ()
    for word, place in place_words(overview):
        if place is not None and place < len(planted):
            planted[place] = word.strip(string.punctuation).lower() in words
    known: BoolArray = planted & (token_ids != UNKNOWN_ID)
    return known
