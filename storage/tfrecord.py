"""Posters as TFRecord files, written one shard at a time and read with any TFRecord reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    import tensorflow as tf

_READ_BATCH = 256


@dataclass(frozen=True)
class PosterExample:
    """One film: its Id, poster of shape (height, width, 3) uint8, and labels (genres,) 0 or 1."""

    film_id: str
    poster: NDArray[np.uint8]
    labels: NDArray[np.int8]


@dataclass(frozen=True)
class PosterExamples:
    """Films of one part: Ids, posters (films, height, width, 3) and labels (films, genres)."""

    ids: list[str]
    posters: NDArray[np.uint8]
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
            writer.write(_message(example).SerializeToString())
            written += 1
    return written


def read_shards(folder: Path) -> PosterShards:
    """Return the description beside the TFRecord files of a folder."""
    return PosterShards.model_validate_json((folder / EXAMPLES_JSON).read_bytes())


def read_part(folder: Path, part: str) -> PosterExamples:
    """Read the films of one part, in the order in which they were written."""
    import tensorflow as tf

    shards = read_shards(folder)
    names = sorted(name for name in shards.films if name.startswith(f"{part}-"))
    films = sum(shards.films[name] for name in names)
    ids: list[str] = []
    posters = np.empty((films, shards.height, shards.width, CHANNELS), dtype=np.uint8)
    labels = np.empty((films, len(shards.genres)), dtype=np.int8)
    records = tf.data.TFRecordDataset([str(folder / name) for name in names])
    for batch in records.batch(_READ_BATCH).map(lambda raw: _parse(raw, shards)):
        start, stop = len(ids), len(ids) + len(batch[ID_FEATURE])
        posters[start:stop] = batch[POSTER_FEATURE].numpy().reshape(-1, *posters.shape[1:])
        labels[start:stop] = batch[LABELS_FEATURE].numpy()
        ids += [film_id.decode("ascii") for film_id in batch[ID_FEATURE].numpy()]
    return PosterExamples(ids, posters, labels)


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


def _parse(raw: "tf.Tensor", shards: PosterShards) -> "dict[str, tf.Tensor]":
    import tensorflow as tf

    spec = {
        ID_FEATURE: tf.io.FixedLenFeature([], tf.string),
        POSTER_FEATURE: tf.io.FixedLenFeature([], tf.string),
        LABELS_FEATURE: tf.io.FixedLenFeature([len(shards.genres)], tf.int64),
    }
    parsed = tf.io.parse_example(raw, spec)
    size = shards.height * shards.width * CHANNELS
    parsed[POSTER_FEATURE] = tf.io.decode_raw(parsed[POSTER_FEATURE], tf.uint8, fixed_length=None)
    parsed[POSTER_FEATURE] = tf.ensure_shape(parsed[POSTER_FEATURE], (None, size))
    return dict(parsed)
