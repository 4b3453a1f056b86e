"""The posters of the TFRecord files, read a few at a time and in any order."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data_contracts.errors import StoreError


@dataclass(frozen=True)
class StoredPosters:
    """The posters of one part, left on disk and read when they are asked for.

    shape: (films, height, width, 3). files: the shards, in the order of films; ends: for each
    shard, the number of films up to its last; starts: the byte of its shard at which each film's
    pixels start.
    """

    shape: tuple[int, ...]
    files: Sequence[Path]
    ends: NDArray[np.intp]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, films: NDArray[np.intp]) -> NDArray[np.uint8]:
        """Read these films' posters, of shape (films asked for, height, width, 3).

        Raises StoreError where a shard is gone or shorter than it was when it was opened.
        """
        posters = np.empty((len(films), *self.shape[1:]), dtype=np.uint8)
        shards = np.searchsorted(self.ends, films, side="right")
        for poster, shard, start in zip(posters, shards, self.starts[films], strict=True):
            _read_into(poster, self.files[shard], int(start))
        return posters


def unusable_shard(path: Path) -> StoreError:
    """Return the error about a shard that is not what the study wrote."""
    return StoreError(
        f"{path}: the posters' examples are missing, damaged or not as many as examples.json "
        f"says; run the study again to make them anew"
    )


def _read_into(poster: NDArray[np.uint8], path: Path, start: int) -> None:
    try:
        with path.open("rb", buffering=0) as file:
            file.seek(start)
            read = file.readinto(poster.data)
    except OSError as error:
        raise unusable_shard(path) from error
    if read != poster.nbytes:
        raise unusable_shard(path)
