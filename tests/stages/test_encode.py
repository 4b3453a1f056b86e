import numpy as np
import pytest

from data_contracts.errors import StoreError
from data_contracts.examples import OVERVIEWS_FILE, PART, TEXT_FILE, TOKENS, TextReading
from stages.encode import (
    MARKS,
    encode_posters,
    poster_features,
    read_backbone,
    read_encoder,
    stored_features,
    token_vectors,
)
from storage.parquet import read_table
from storage.tfrecord import open_part


def test_stored_features_are_those_of_the_backbone(encoded) -> None:
    store = encoded.chain.store
    test = open_part(store.path(encoded.chain.posters.sha256), "test")
    recipe = encoded.config.recipe
    scale = recipe.cnn.backbone_scale
    backbone = read_backbone(encoded.weights.backbone, recipe.images, scale, store)

    features = poster_features(stored_features(encoded.poster_encoding, store), test.ids)

    expected = backbone.predict_on_batch(test.posters[np.array([3])])
    assert np.allclose(features[[3]], expected, rtol=1e-4, atol=1e-4)
    with pytest.raises(StoreError, match="film tt9999999 must have 1 rows"):
        poster_features(stored_features(encoded.poster_encoding, store), [*test.ids, "tt9999999"])


def test_stored_vectors_are_those_of_the_encoder_film_by_film(encoded) -> None:
    store = encoded.chain.store
    films = read_table(store.path(encoded.overviews.sha256) / OVERVIEWS_FILE)
    train = films[films[PART] == "train"]
    ids = [np.asarray(of, np.int32) for of in train[TOKENS]]
    encoder = read_encoder(encoded.weights.encoder, store)

    vectors = token_vectors(
        stored_features(encoded.overview_encoding, store), train["Id"].tolist(), ids
    )

    assert len(vectors) == len(ids)
    for film in (0, 7):
        assert len(vectors[film]) == len(ids[film]) + MARKS
        expected = encoder.predict_on_batch(ids[film][None])[0]
        assert np.allclose(vectors[film], expected, rtol=2e-3, atol=2e-3)


def test_overviews_are_read_in_the_encoders_pieces(encoded) -> None:
    folder = encoded.chain.store.path(encoded.overviews.sha256)
    reading = TextReading.model_validate_json((folder / TEXT_FILE).read_bytes())
    assert reading == TextReading(tokenizer="wordpiece", max_tokens=20)


def test_encoding_again_gives_the_same_content(encoded) -> None:
    chain = encoded.chain
    again = encode_posters(
        chain.source, chain.accepted, encoded.weights.backbone, encoded.config, chain.store
    )
    assert again == encoded.poster_encoding
