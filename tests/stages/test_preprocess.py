import io

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from data_contracts.examples import OVERVIEWS_FILE, VOCABULARY_FILE
from data_contracts.references import PARTS
from stages import poster_shards
from stages.preprocess import preprocess_overviews, preprocess_posters
from storage.parquet import read_table
from storage.tfrecord import open_part, read_shards


@pytest.fixture
def labels(chain):
    return read_table(chain.store.path(chain.accepted.labels.sha256) / "labels.parquet").set_index(
        "Id"
    )


@pytest.fixture
def parts(chain):
    return read_table(chain.store.path(chain.split.sha256) / "splits.parquet")


def test_each_film_is_in_the_shards_of_its_part_with_its_labels(chain, labels, parts):
    folder = chain.store.path(chain.posters.sha256)
    for part in PARTS:
        examples = open_part(folder, part)
        assert sorted(examples.ids) == sorted(parts.loc[parts["part"] == part, "Id"])
        expected = labels.loc[examples.ids, list(chain.study.config.genres)].to_numpy()
        assert np.array_equal(examples.labels, expected)


def test_posters_are_those_of_the_snapshot_resized(chain, labels):
    examples = open_part(chain.store.path(chain.posters.sha256), "test")
    snapshot = chain.store.path(chain.source.sha256)
    for film_id, poster in zip(examples.ids[:5], examples.posters[np.arange(5)], strict=True):
        content = (snapshot / labels.loc[film_id, "poster"]).read_bytes()
        image = Image.open(io.BytesIO(content)).resize((16, 16), Image.Resampling.BILINEAR)
        assert np.array_equal(np.asarray(image), poster)


def test_a_part_is_spread_over_shards_of_a_bounded_size(chain, monkeypatch):
    monkeypatch.setattr(poster_shards, "FILMS_A_SHARD", 20)
    args = (chain.source, chain.accepted, chain.split, chain.study.config, chain.store)

    shards = read_shards(chain.store.path(preprocess_posters(*args).sha256))

    train = {name: films for name, films in shards.films.items() if name.startswith("train-")}
    assert sum(train.values()) == chain.split.train
    assert max(train.values()) <= 20
    assert len(train) == -(-chain.split.train // 20)


def test_shards_made_in_groups_are_the_same_content(chain, monkeypatch):
    monkeypatch.setattr(poster_shards, "FILMS_A_SHARD", 20)
    monkeypatch.setattr(poster_shards, "MOST_GROUPS", 3)
    args = (chain.source, chain.accepted, chain.split, chain.study.config, chain.store)

    groups = poster_shards.shard_groups(chain.split)
    written = [poster_shards.write_shard_group(group, *args) for group in range(len(groups))]

    assert len({ref.sha256 for ref in written}) == 3
    assert preprocess_posters(*args, written) == preprocess_posters(*args)


def test_groups_take_each_shard_once_and_depend_on_the_films_alone(chain):
    split = chain.split.model_copy(update={"train": 40_000, "validation": 1, "test": 5_000})

    groups = poster_shards.shard_groups(split)

    assert [shard for group in groups for shard in group] == list(
        poster_shards.planned_shards(split)
    )
    assert len(groups) == poster_shards.MOST_GROUPS
    assert sum(shard.films for group in groups for shard in group) == 45_001


def test_the_vocabulary_holds_training_words_alone(chain, parts):
    folder = chain.store.path(chain.overviews.sha256)
    overviews = read_table(
        chain.store.path(chain.accepted.overviews.sha256) / "overviews.parquet"
    ).merge(parts, on="Id")
    vocabulary = (folder / VOCABULARY_FILE).read_text("utf-8").split("\n")[:-1]

    training_text = " ".join(overviews.loc[overviews["part"] == "train", "overview"]).lower()

    assert vocabulary[:2] == ["", "[UNK]"]
    assert len(vocabulary) == chain.overviews.vocabulary_size <= 300
    assert all(token in training_text.replace("'", "") for token in vocabulary[2:])


def test_overviews_are_readable_by_any_parquet_reader(chain, labels):
    table = pq.read_table(chain.store.path(chain.overviews.sha256) / OVERVIEWS_FILE)

    assert table.num_rows == chain.accepted.films
    assert str(table.schema.field("token_ids").type) == "list<element: int32>"
    first = table.slice(0, 1).to_pylist()[0]
    assert first["token_ids"]
    assert 0 not in first["token_ids"]
    genres = list(chain.study.config.genres)
    assert [first[genre] for genre in genres] == labels.loc[first["Id"], genres].tolist()


def test_the_same_films_give_the_same_content(chain):
    config, store = chain.study.config, chain.store

    posters = preprocess_posters(chain.source, chain.accepted, chain.split, config, store)
    overviews = preprocess_overviews(chain.accepted, chain.split, config, store)

    assert posters == chain.posters
    assert overviews == chain.overviews
