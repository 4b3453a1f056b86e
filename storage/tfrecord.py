"""Posters as TFRecord files: written a shard at a time, and read a few posters at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.examples import (
    CHANNELS,
    EXAMPLES_JSON,
    ID_FEATURE,
    LABELS_FEATURE,
    POSTER_FEATURE,
    PosterShards,
)
from storage.stored_posters import StoredPosters, unusable_shard

if TYPE_CHECKING:
    import tensorflow as tf

_READ_BATCH: Final = 256
_HEAD_BYTES: Final = 12
"""Before each record of a TFRecord file: its length in 8 bytes, and 4 bytes of checksum."""

_TAIL_BYTES: Final = 4
"""After each record: its checksum."""


@dataclass(frozen=True)
class PosterExample:
    """One film: its Id, poster of shape (height, width, 3) uint8, and labels (genres,) 0 or 1."""

    film_id: str
    poster: NDArray[np.uint8]
    labels: NDArray[np.int8]


@dataclass(frozen=True)
class PosterExamples:
    """Films of one part, in one order: Ids, posters, and labels (films, genres)."""

    ids: list[str]
    posters: StoredPosters
    labels: NDArray[np.int8]


def shard_name(part: str, shard: int, shards: int) -> str:
    """Return a shard's file name, such as train-00000-of-00004.tfrecord."""
    return f"{part}-{shard:05d}-of-{shards:05d}.tfrecord"


def write_shard(path: Path, examples: Iterable[PosterExample]) -> int:
    """Write examples to a new TFRecord file and return how many there were."""
    import tensorflow as tf

    written = 0
    with tf.io.TFRecordWriter(str(path)) as writer:
        for example in examples:
            # Without it the order of the features is another in each process.
            writer.write(_message(example).SerializeToString(deterministic=True))
            written += 1
    return written


def read_shards(folder: Path) -> PosterShards:
    """Return the description beside the TFRecord files of a folder."""
    return PosterShards.model_validate_json((folder / EXAMPLES_JSON).read_bytes())


def open_part(folder: Path, part: str) -> PosterExamples:
    """Go through the films of one part once, in the order in which they were written.

    Every record's checksums are verified. Ids, labels and the places of the posters are kept in
    memory, about 120 bytes a film with 25 genres; the posters themselves are not.

    Raises StoreError where a shard is missing, damaged, or not as long as examples.json says.
    """
    shards = read_shards(folder)
    names = sorted(name for name in shards.films if name.startswith(f"{part}-"))
    ends = np.cumsum([shards.films[name] for name in names], dtype=np.intp)
    films = int(ends[-1])
    labels = np.empty((films, len(shards.genres)), dtype=np.int8)
    starts = np.empty(films, dtype=np.int64)
    ids: list[str] = []
    for name, end in zip(names, ends, strict=True):
        for start, record in _records(folder / name, films=end - len(ids)):
            film_id, poster, labels[len(ids)] = _parse(record)
            starts[len(ids)] = start + record.index(poster)
            ids.append(film_id)
    shape = (films, shards.height, shards.width, CHANNELS)
    files = [folder / name for name in names]
    return PosterExamples(ids, StoredPosters(shape, files, ends, starts), labels)


def _records(path: Path, films: int) -> Iterator[tuple[int, bytes]]:
    """Yield each record with the byte of the file at which it starts."""
    import tensorflow as tf

    found, start = 0, _HEAD_BYTES
    try:
        for batch in tf.data.TFRecordDataset(str(path)).batch(_READ_BATCH).as_numpy_iterator():
            for record in batch[: films - found]:
                yield start, record
                start += len(record) + _TAIL_BYTES + _HEAD_BYTES
            found += len(batch)
    except tf.errors.OpError as error:
        raise unusable_shard(path) from error
    if found != films:
        raise unusable_shard(path)


def _message(example: PosterExample) -> "tf.train.Example":
    import tensorflow as tf

    def of_bytes(value: bytes) -> "tf.train.Feature":
        return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value]))

    labels = tf.train.Int64List(value=example.labels.astype(np.int64).tolist())
    feature = {
        ID_FEATURE: of_bytes(example.film_id.encode("ascii")),
        POSTER_FEATURE: of_bytes(np.ascontiguousarray(example.poster).tobytes()),
        LABELS_FEATURE: tf.train.Feature(int64_list=labels),
    }
    return tf.train.Example(features=tf.train.Features(feature=feature))


def _parse(record: bytes) -> tuple[str, bytes, Sequence[int]]:
    import tensorflow as tf

    feature = tf.train.Example.FromString(record).features.feature
    film_id: bytes = feature[ID_FEATURE].bytes_list.value[0]
    poster: bytes = feature[POSTER_FEATURE].bytes_list.value[0]
    labels: Sequence[int] = feature[LABELS_FEATURE].int64_list.value
    return film_id.decode("ascii"), poster, labels
