import struct
from pathlib import Path

import numpy as np
import pytest

from data_contracts.errors import StoreError
from data_contracts.examples import (
    EXAMPLES_JSON,
    ID_FEATURE,
    LABELS_FEATURE,
    POSTER_FEATURE,
    PosterShards,
)
from storage.tfrecord import PosterExample, open_part, shard_name, write_shard

FEATURES = (ID_FEATURE, LABELS_FEATURE, POSTER_FEATURE)


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
    examples = open_part(folder, "train")

    assert examples.ids == ["tt0000001", "tt0000002", "tt0000003"]
    assert examples.labels.tolist() == [[1, 1, 0], [0, 1, 0], [1, 1, 0]]
    for number, poster in enumerate(examples.posters[np.arange(3)], start=1):
        assert np.array_equal(poster, film(number).poster)


def test_features_are_in_an_order_that_no_process_chooses(folder: Path):
    # Protocol buffers leave a map's order to chance, anew in each process, unless told not to.
    content = (folder / shard_name("test", 0, 1)).read_bytes()

    places = [content.index(name.encode()) for name in sorted(FEATURES)]

    assert places == sorted(places)


def test_parts_are_kept_apart(folder: Path):
    assert open_part(folder, "test").ids == ["tt0000004"]


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


def test_posters_are_read_in_any_order_from_any_shard(folder: Path):
    posters = open_part(folder, "train").posters

    asked = posters[np.array([2, 0, 2, 1])]

    assert posters.shape == (3, 4, 6, 3)
    assert len(posters) == 3
    assert asked.dtype == np.uint8
    for poster, number in zip(asked, (3, 1, 3, 2), strict=True):
        assert np.array_equal(poster, film(number).poster)
    assert posters[np.array([], dtype=np.intp)].shape == (0, 4, 6, 3)


def test_records_of_different_lengths_keep_their_posters(tmp_path: Path):
    rng = np.random.default_rng(1)
    labels = np.zeros(3, dtype=np.int8)
    films = [
        PosterExample("tt" + "7" * digits, rng.integers(0, 256, (4, 6, 3), dtype=np.uint8), labels)
        for digits in rng.integers(1, 200, 600)  # more than are parsed at a time
    ]
    name = shard_name("train", 0, 1)
    counts = {name: write_shard(tmp_path / name, films)}
    shards = PosterShards(height=4, width=6, genres=("A", "B", "C"), films=counts)
    (tmp_path / EXAMPLES_JSON).write_text(shards.model_dump_json())

    examples = open_part(tmp_path, "train")

    order = rng.permutation(600)
    assert examples.ids == [one.film_id for one in films]
    assert np.array_equal(examples.posters[order], [films[place].poster for place in order])


def test_posters_stay_on_disk(folder: Path):
    examples = open_part(folder, "train")
    path = folder / shard_name("train", 1, 2)
    content = path.read_bytes()

    path.write_bytes(content.replace(film(3).poster.tobytes(), film(5).poster.tobytes()))

    assert np.array_equal(examples.posters[np.array([2])][0], film(5).poster)


def damage(content: bytes) -> bytes:
    place = content.index(film(1).poster.tobytes()) + 20
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def drop_last(content: bytes) -> bytes:
    (length,) = struct.unpack("<Q", content[:8])
    return content[: 16 + length]


@pytest.mark.parametrize(
    "change",
    [damage, drop_last, lambda content: content[:-30], lambda content: content * 2],
    ids=["a bit flipped", "a film lost", "cut off", "films too many"],
)
def test_a_damaged_shard_is_named(folder: Path, change):
    path = folder / shard_name("train", 0, 2)
    path.write_bytes(change(path.read_bytes()))

    with pytest.raises(StoreError, match=r"train-00000-of-00002.*run the study again"):
        open_part(folder, "train")


def test_a_missing_shard_is_named(folder: Path):
    (folder / shard_name("train", 1, 2)).unlink()

    with pytest.raises(StoreError, match=r"train-00001-of-00002.*run the study again"):
        open_part(folder, "train")


def test_a_shard_that_goes_or_shrinks_under_a_training_is_named(folder: Path):
    posters = open_part(folder, "train").posters
    path = folder / shard_name("train", 1, 2)

    path.write_bytes(path.read_bytes()[:80])
    with pytest.raises(StoreError, match="train-00001-of-00002"):
        posters[np.array([2])]

    path.unlink()
    with pytest.raises(StoreError, match="train-00001-of-00002"):
        posters[np.array([2])]
