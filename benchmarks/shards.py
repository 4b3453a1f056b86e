"""Poster shards on disk, for the benchmarks that read them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data_contracts.examples import EXAMPLES_JSON, PosterShards
from data_contracts.recipe import ImageConfig
from storage.tfrecord import PosterExample, shard_name, write_shard

FILMS_A_SHARD = 1_024
IMAGES = ImageConfig()


def write_shards(
    folder: Path,
    films: Mapping[str, int],
    posters: NDArray[np.uint8],
    labels: NDArray[np.int8],
    genres: Sequence[str],
) -> None:
    """Write as many films a part as films says, as preprocessing does.

    Posters, of shape (drawn, height, width, 3), and labels, (drawn, genres), come round again and
    again: what they show costs nothing, and each film has its own place on the disk.
    """
    counts: dict[str, int] = {}
    for part, number in films.items():
        shards = -(-number // FILMS_A_SHARD)
        for shard, rows in enumerate(np.array_split(np.arange(number), shards)):
            name = shard_name(part, shard, shards)
            counts[name] = write_shard(folder / name, _examples(part, rows, posters, labels))
    size = {"height": posters.shape[1], "width": posters.shape[2]}
    shards_written = PosterShards(**size, genres=tuple(genres), films=counts)
    (folder / EXAMPLES_JSON).write_text(shards_written.model_dump_json(), encoding="utf-8")


def forget(folder: Path) -> None:
    """Drop the folder's files from the page cache, so that the next reads go to the disk."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _examples(
    part: str, rows: NDArray[np.intp], posters: NDArray[np.uint8], labels: NDArray[np.int8]
) -> Iterator[PosterExample]:
    for row in rows:
        drawn = row % len(posters)
        yield PosterExample(f"{part}{row:07d}", posters[drawn], labels[drawn])
