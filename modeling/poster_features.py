"""Colour and texture of a poster as a few hundred numbers, without anything learned.

Colour: a joint histogram of red, green and blue, and in each cell of a grid the mean and spread of
hue, saturation and value. Texture: in each cell, a histogram of the directions of the gradients of
brightness, after Dalal and Triggs, "Histograms of Oriented Gradients for Human Detection" (CVPR
2005), without their overlapping blocks.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from data_contracts.recipe import ImageConfig
from modeling.arrays import FloatArray
from modeling.images import poster_tensor

SIZE: Final = ImageConfig(height=64, width=64)
"""What a poster is resized to first, whatever the networks look at."""

FEATURES: Final = 288

_LEVELS: Final = 4
_CELLS: Final = 4
_DIRECTIONS: Final = 8


def poster_features(poster: Image.Image) -> NDArray[np.float32]:
    """Return (FEATURES,) of an RGB image of any size, all between 0 and 1."""
    pixels = poster_tensor(poster, SIZE)
    return np.concatenate(
        [_colour_histogram(pixels), _cell_colours(pixels), _gradient_directions(pixels)]
    ).astype(np.float32)


def _colour_histogram(pixels: NDArray[np.uint8]) -> FloatArray:
    """Return (64,): the square roots of the shares of pixels in each of 4 x 4 x 4 colours."""
    levels = pixels.reshape(-1, 3).astype(np.intp) * _LEVELS // 256
    colour = (levels[:, 0] * _LEVELS + levels[:, 1]) * _LEVELS + levels[:, 2]
    return np.sqrt(np.bincount(colour, minlength=_LEVELS**3) / len(colour))


def _cell_colours(pixels: NDArray[np.uint8]) -> FloatArray:
    """Return (96,): mean and standard deviation of hue, saturation and value in 16 cells."""
    hsv = np.asarray(Image.fromarray(pixels).convert("HSV"), dtype=np.float64) / 255
    cells = _by_cell(hsv)
    return np.concatenate([cells.mean(axis=1).ravel(), cells.std(axis=1).ravel()])


def _gradient_directions(pixels: NDArray[np.uint8]) -> FloatArray:
    """Return (128,): the strength of edges in each of 8 directions in 16 cells."""
    brightness = np.asarray(Image.fromarray(pixels).convert("L"), dtype=np.float64) / 255
    down, right = np.gradient(brightness)
    strength = _by_cell(np.hypot(down, right)[:, :, np.newaxis])[:, :, 0]
    angle = _by_cell(np.arctan2(down, right)[:, :, np.newaxis])[:, :, 0]
    direction = (np.mod(angle / np.pi, 1) * _DIRECTIONS).astype(np.intp) % _DIRECTIONS
    cell = np.arange(_CELLS**2)[:, np.newaxis]
    sums = np.bincount(
        (cell * _DIRECTIONS + direction).ravel(),
        weights=strength.ravel(),
        minlength=_CELLS**2 * _DIRECTIONS,
    )
    directions: FloatArray = np.sqrt(sums / strength.shape[1])
    return directions


def _by_cell(image: FloatArray) -> FloatArray:
    """Return (16, pixels of a cell, channels) of an image (height, width, channels)."""
    height, width, channels = image.shape
    rows, columns = height // _CELLS, width // _CELLS
    cells = image.reshape(_CELLS, rows, _CELLS, columns, channels).swapaxes(1, 2)
    return cells.reshape(_CELLS**2, rows * columns, channels)
