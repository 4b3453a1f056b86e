"""The TFRecord shards of posters: which there are, and how to write all or some of them."""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from data_contracts.config import StudyConfig
from data_contracts.examples import PART
from data_contracts.films import ID
from data_contracts.presets import resolve_recipe
from data_contracts.references import (
    PARTS,
    AcceptedRef,
    ContentRef,
    Part,
    SourceRef,
    SplitRef,
)
from modeling.images import poster_tensor
from storage.content_store import ContentStore
from storage.parquet import read_table
from storage.posters import read_poster
from storage.tfrecord import PosterExample, shard_name, write_shard

FILMS_A_SHARD: Final = 1_024
MOST_GROUPS: Final = 16
"""Groups that shards are made in side by side; a group costs the start of TensorFlow."""


class Shard(NamedTuple):
    """One file: the films of a part from place first to before last."""

    name: str
    part: Part
    first: int
    last: int

    @property
    def films(self) -> int:
        """Number of films in the file."""
        return self.last - self.first


def planned_shards(split: SplitRef) -> tuple[Shard, ...]:
    """Return the shards of all parts, in order."""
    return tuple(shard for part in PARTS for shard in _shards_of(part, getattr(split, part)))


def shard_groups(split: SplitRef) -> tuple[tuple[Shard, ...], ...]:
    """Return the shards in groups to be made side by side; the films alone decide which."""
    shards = planned_shards(split)
    places = np.array_split(np.arange(len(shards)), min(len(shards), MOST_GROUPS))
    return tuple(tuple(shards[place] for place in of) for of in places)


def labelled_films(accepted: AcceptedRef, split: SplitRef, store: ContentStore) -> pd.DataFrame:
    """Return the columns of labels.parquet, and the part of each film."""
    labels = read_table(store.path(accepted.labels.sha256) / "labels.parquet")
    parts = read_table(store.path(split.sha256) / "splits.parquet")
    return labels.merge(parts, on=ID, validate="one_to_one")


def write_shard_group(
    group: int,
    source: SourceRef,
    accepted: AcceptedRef,
    split: SplitRef,
    config: StudyConfig,
    store: ContentStore,
) -> ContentRef:
    """Store the shards of one group, for gather_shards."""
    films = labelled_films(accepted, split, store)
    with store.staging() as folder:
        write_shards(folder, shard_groups(split)[group], films, store.path(source.sha256), config)
        return ContentRef(sha256=store.commit(folder))


def write_shards(
    folder: Path, shards: Sequence[Shard], films: pd.DataFrame, snapshot: Path, config: StudyConfig
) -> None:
    """Decode and resize the shards' posters into files of folder.

    films: as labelled_films returns them. snapshot: where the posters are.
    """
    for shard in shards:
        of_part = films[films[PART] == shard.part].iloc[shard.first : shard.last]
        write_shard(folder / shard.name, _examples(of_part, snapshot, config))


def gather_shards(
    folder: Path, written: Sequence[ContentRef], store: ContentStore
) -> dict[str, str]:
    """Put the shards of all groups into folder, and return their SHA-256 by name."""
    digests: dict[str, str] = {}
    for ref in written:
        for name, sha256 in store.files(ref.sha256).items():
            _link(store.path(ref.sha256) / name, folder / name)
            digests[name] = sha256
    return digests


def _shards_of(part: Part, films: int) -> Iterator[Shard]:
    shards = max(1, -(-films // FILMS_A_SHARD))
    for number, rows in enumerate(np.array_split(np.arange(films), shards)):
        first = int(rows[0]) if len(rows) else 0
        yield Shard(shard_name(part, number, shards), part, first, first + len(rows))


def _examples(films: pd.DataFrame, snapshot: Path, config: StudyConfig) -> Iterator[PosterExample]:
    images = resolve_recipe(config).images
    labels = films[list(config.genres)].to_numpy(dtype=np.int8)
    for film_id, poster, row in zip(films[ID], films["poster"], labels, strict=True):
        yield PosterExample(film_id, poster_tensor(read_poster(snapshot / poster), images), row)


def _link(source: Path, target: Path) -> None:
    # Content of the store never changes, so that two folders may share a file.
    try:
        os.link(source, target)
    except OSError:  # some network file systems have no hard links
        shutil.copyfile(source, target)
