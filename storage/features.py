"""What a frozen network made of films, read where it is asked for.

features.npy     the rows of all films, one film after the other
films.parquet    Id, and rows: how many of them are the film's
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from data_contracts.errors import StoreError
from data_contracts.films import ID
from storage.parquet import read_table, write_table

Features = NDArray[np.float16] | NDArray[np.float32]
FEATURES_FILE: Final = "features.npy"
FILMS_FILE: Final = "films.parquet"
_ROWS: Final = "rows"


@dataclass(frozen=True)
class FilmFeatures:
    """The rows of every film, left on disk.

    path: the file they are in; features: (rows of all films, width); places: of each film, by Id.
    """

    path: Path
    features: Features
    places: Mapping[str, slice]

    def of(self, film_id: str, rows: int = 1) -> Features:
        """Return the rows of a film, (rows, width).

        Raises StoreError where there is no such film, or it has another number of rows.
        """
        place = self.places.get(film_id, slice(0, 0))
        if (found := place.stop - place.start) != rows:
            raise StoreError(
                f"{self.path}: film {film_id} must have {rows} rows of features, and has {found}; "
                f"run the study again to make them anew"
            )
        return self.features[place]


def write_features(
    folder: Path,
    films: Mapping[str, int],
    width: int,
    pieces: Iterable[tuple[str, Features]],
    dtype: type[np.float16] | type[np.float32],
) -> None:
    """Write the rows of films into a folder; films: how many each has, by Id, in their order.

    pieces: each film's rows, (rows, width), in any order; rows of no piece are zero.
    """
    places = _places(films)
    shape = (sum(films.values()), width)
    features = open_memmap(folder / FEATURES_FILE, mode="w+", dtype=dtype, shape=shape)
    for film_id, piece in pieces:
        features[places[film_id]] = piece
    features.flush()
    write_table(folder / FILMS_FILE, pd.DataFrame({ID: list(films), _ROWS: list(films.values())}))


def open_features(folder: Path) -> FilmFeatures:
    """Return the features of a folder, read from disk when they are asked for.

    Raises StoreError where the file is missing, damaged, or not of the films beside it.
    """
    path, table = folder / FEATURES_FILE, read_table(folder / FILMS_FILE)
    films = dict(zip(table[ID].tolist(), table[_ROWS].tolist(), strict=True))
    try:
        features: Features = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise _unusable(path) from error
    if len(features) != sum(films.values()):
        raise _unusable(path)
    return FilmFeatures(path, features, _places(films))


def _places(films: Mapping[str, int]) -> dict[str, slice]:
    rows = np.array([*films.values()], dtype=np.intp)
    ends = np.cumsum(rows)
    starts = ends - rows
    return {
        film_id: slice(int(start), int(end))
        for film_id, start, end in zip(films, starts, ends, strict=True)
    }


def _unusable(path: Path) -> StoreError:
    return StoreError(
        f"{path}: the features are missing, damaged or not of the films of {FILMS_FILE} beside it; "
        f"run the study again to make them anew"
    )
