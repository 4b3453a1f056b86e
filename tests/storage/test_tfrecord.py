import struct
from pathlib import Path

import numpy as np
import pytest

from data_contracts.examples import EXAMPLES_JSON, PosterShards
from storage.tfrecord import PosterExample, read_part, shard_name, write_shard


def film(number: int) -> PosterExample:
    poster = np.full((4, 6, 3), number, dtype=np.uint8)
    poster[0, 1, 2] = 200
    return PosterExample(f"tt{number:07d}", poster, np.array([number % 2, 1, 0], dtype=np.int8))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    films = {
        shard_name("train", 0, 2): write_shard(
            tmp_path / shard_name("train", 0, 2), map(film, (1, 2))
        ),
        shard_name("train", 1, 2): write_shard(
            tmp_path / shard_name("train", 1, 2), map(film, (3,))
        ),
        shard_name("test", 0, 1): write_shard(tmp_path / shard_name("test", 0, 1), map(film, (4,))),
    }
    shards = PosterShards(height=4, width=6, genres=("A", "B", "C"), films=films)
    (tmp_path / EXAMPLES_JSON).write_text(shards.model_dump_json())
    return tmp_path


def test_a_part_comes_back_as_it_was_written(folder: Path):
    examples = read_part(folder, "train")

    assert examples.ids == ["tt0000001", "tt0000002", "tt0000003"]
    assert examples.labels.tolist() == [[1, 1, 0], [0, 1, 0], [1, 1, 0]]
    for number, poster in enumerate(examples.posters, start=1):
        assert np.array_equal(poster, film(number).poster)


def test_parts_are_kept_apart(folder: Path):
    assert read_part(folder, "test").ids == ["tt0000004"]


def test_files_are_framed_as_tfrecord_says(folder: Path):
    # Each record: its length as 8 bytes, 4 bytes of checksum, the record, 4 bytes of checksum.
    content = (folder / shard_name("train", 0, 2)).read_bytes()
    records = 0
    while content:
        (length,) = struct.unpack("<Q", content[:8])
        record = content[12 : 12 + length]
        assert film(records + 1).poster.tobytes() in record
        assert film(records + 1).film_id.encode() in record
        content = content[16 + length :]
        records += 1

    assert records == 2


def test_keras_free_reading_with_the_documented_features(folder: Path):
    import tensorflow as tf

    raw = next(iter(tf.data.TFRecordDataset(str(folder / shard_name("test", 0, 1)))))
    example = tf.train.Example.FromString(raw.numpy())

    assert set(example.features.feature) == {"id", "poster", "labels"}
    assert list(example.features.feature["labels"].int64_list.value) == [0, 1, 0]
