"""What frozen networks made of films: a .npy file for each part, read where it is asked for."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from data_contracts.errors import StoreError

Features = NDArray[np.float16] | NDArray[np.float32]


def write_features(
    path: Path,
    shape: tuple[int, int],
    pieces: Iterable[tuple[slice, Features]],
    dtype: type[np.float16] | type[np.float32],
) -> None:
    """Write rows of this shape and type, each piece to its place; rows of no piece are zero."""
    features = open_memmap(path, mode="w+", dtype=dtype, shape=shape)
    for place, piece in pieces:
        features[place] = piece
    features.flush()


def open_features(path: Path, rows: int) -> Features:
    """Return the rows of a file, read from disk when they are asked for.

    Raises StoreError where the file is missing, damaged, or has another number of rows.
    """
    try:
        features: Features = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise _unusable(path) from error
    if len(features) != rows:
        raise _unusable(path)
    return features


def _unusable(path: Path) -> StoreError:
    return StoreError(
        f"{path}: the features are missing, damaged or not of the films of the examples; "
        f"run the study again to make them anew"
    )
