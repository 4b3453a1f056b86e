"""The heat of a poster, laid on the poster."""

import io
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

DIMMED: Final = 0.25
"""What is left of a pixel's light where the heat is 0."""

OUTLINED: Final = 0.5
"""The heat along which a white line is drawn, since dimmed and dark look alike."""


def heat_overlay(poster_jpeg: bytes, heat: Sequence[Sequence[float]]) -> bytes:
    """Return a JPEG of the poster's size: bright where the heat is 1, dim and grey where it is 0.

    heat: rows of cells from the top, 0 to 1, which span the whole poster.
    """
    with Image.open(io.BytesIO(poster_jpeg)) as image:
        colour = np.asarray(image.convert("RGB"), dtype=np.float64)
        grey = np.asarray(image.convert("L"), dtype=np.float64)[:, :, np.newaxis]
    cells = Image.fromarray(np.asarray(heat, dtype=np.float32))
    size = (colour.shape[1], colour.shape[0])
    spread = np.asarray(cells.resize(size, Image.Resampling.BICUBIC))
    hot = np.clip(spread, 0, 1)[:, :, np.newaxis]
    pixels = (DIMMED + (1 - DIMMED) * hot) * (hot * colour + (1 - hot) * grey)
    pixels[_outline(hot[:, :, 0] >= OUTLINED)] = 255
    stream = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(stream, "JPEG", quality=80)
    return stream.getvalue()


def _outline(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the pixels of inside that touch a pixel outside, above, below, left or right."""
    padded = np.pad(inside, 1, mode="edge")
    surrounded = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    outline: NDArray[np.bool_] = inside & ~surrounded
    return outline
