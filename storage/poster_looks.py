"""What a poster looks like, in figures: light, colour, and a hash that alike pictures share."""

from typing import Final

import numpy as np
from PIL import Image, ImageStat

from data_contracts.posters import MIN_CONTRAST

_COLOUR_SIDE: Final = 128


def contrast(poster: Image.Image) -> float:
    """Return the standard deviation of a poster's grey values, of 0 (black) to 1 (white)."""
    return float(ImageStat.Stat(poster.convert("L")).stddev[0] / 255)


def poster_looks(poster: Image.Image) -> dict[str, float | str | None]:
    """Return brightness, contrast, colourfulness and phash of PosterFacts of an RGB poster.

    phash holds the signs of the lowest 64 terms of the discrete cosine transform (Zauner,
    "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010); a blank poster
    has none, for nothing but rounding would make it.
    """
    from imagehash import phash

    grey = poster.convert("L")
    light = ImageStat.Stat(grey)
    spread = contrast(poster)
    return {
        "brightness": light.mean[0] / 255,
        "contrast": spread,
        "colourfulness": _colourfulness(poster),
        "phash": str(phash(grey)) if spread >= MIN_CONTRAST else None,
    }


def _colourfulness(poster: Image.Image) -> float:
    """Return how colourful a poster is, told from at most 128 pixels a side.

    Source: Hasler and Süsstrunk, "Measuring Colourfulness in Natural Images" (Human Vision and
    Electronic Imaging 2003), the metric M3.
    """
    small = poster.copy()
    small.thumbnail((_COLOUR_SIDE, _COLOUR_SIDE))
    red, green, blue = np.moveaxis(np.asarray(small, dtype=np.float64), -1, 0)
    opponents = np.stack([red - green, (red + green) / 2 - blue])
    spread = np.hypot(*opponents.std(axis=(1, 2)))
    shift = np.hypot(*opponents.mean(axis=(1, 2)))
    return float(spread + 0.3 * shift)
