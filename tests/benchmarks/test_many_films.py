"""The examples that the benchmarks make of as many films as are asked for."""

import numpy as np

from benchmarks.many_films import many_overviews, many_posters
from data_contracts.examples import OVERVIEWS_FILE, PART, TEXT_FILE, TextReading
from data_contracts.references import PARTS
from storage.content_store import ContentStore
from storage.parquet import read_table
from storage.tfrecord import open_part
from storage.vocabulary import read_vocabulary


def test_posters_of_many_films_fill_the_three_parts(tmp_path):
    store = ContentStore(tmp_path)

    ref = many_posters(store, 1_600)

    parts = {part: open_part(store.path(ref.sha256), part) for part in PARTS}
    assert {part: len(films.ids) for part, films in parts.items()} == {
        "train": 1_120,
        "validation": 160,
        "test": 320,
    }
    assert parts["train"].posters.shape == (1_120, 64, 64, 3)
    assert len(parts["train"].posters.files) == 2
    assert len(set(parts["train"].ids)) == 1_120
    first, again, other = parts["train"].posters[np.array([0, 300, 1])]
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_overviews_of_many_films_fill_the_three_parts(tmp_path):
    store = ContentStore(tmp_path)

    folder = store.path(many_overviews(store, 400).sha256)

    films = read_table(folder / OVERVIEWS_FILE)
    assert films[PART].value_counts().to_dict() == {"train": 280, "validation": 40, "test": 80}
    assert films["Id"].is_unique
    assert films["token_ids"].map(len).median() > 10
    assert len(read_vocabulary(folder)) > films["token_ids"].map(max).max()
    assert TextReading.model_validate_json((folder / TEXT_FILE).read_bytes()).tokenizer == "words"
