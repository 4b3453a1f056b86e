"""What the frozen networks make of the accepted films, computed once and kept for every training.

It depends on the films and not on how they are split, so that all folds of a study share it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_contracts.config import StudyConfig
from data_contracts.films import ID, OVERVIEW_TEXT
from data_contracts.presets import resolve_recipe
from data_contracts.recipe import ImageConfig
from data_contracts.references import (
    AcceptedRef,
    ContentRef,
    EncodingRef,
    SourceRef,
    WeightsRef,
)
from modeling.devices import prepare_process
from modeling.images import poster_tensor
from modeling.poster_backbone import build_backbone
from modeling.readings import read_overviews
from modeling.text import pad
from modeling.text_encoder import EncoderConfig, build_encoder
from stages.study_films import LABELS_FILE, OVERVIEWS_FILE
from storage.content_store import ContentStore
from storage.features import Features, FilmFeatures, open_features, write_features
from storage.parquet import read_table
from storage.posters import read_poster
from storage.pretrained_weights import CONFIG_FILE, WEIGHTS_FILE, read_weights
from storage.vocabulary import read_vocabulary

if TYPE_CHECKING:
    import keras

MARKS: Final = 2
"""Vectors of an overview beyond those of its tokens: of the opening and the closing mark."""

_POSTERS_AT_ONCE: Final = 32
_OVERVIEWS_AT_ONCE: Final = 64


def encode_posters(
    source: SourceRef,
    accepted: AcceptedRef,
    weights: WeightsRef,
    config: StudyConfig,
    store: ContentStore,
) -> EncodingRef:
    """Store the features of every accepted poster: a row a film, float32, sorted by Id.

    Has to be the first use of TensorFlow in its process.

    Raises WeightsError where the weights are not those of the backbone.
    """
    prepare_process(config.threads, config.seed)
    recipe = resolve_recipe(config)
    films = read_table(store.path(accepted.labels.sha256) / LABELS_FILE)
    backbone = read_backbone(weights, recipe.images, recipe.cnn.backbone_scale, store)
    pieces = _poster_features(backbone, films, store.path(source.sha256), recipe.images)
    with store.staging() as folder:
        rows = dict.fromkeys(films[ID], 1)
        write_features(folder, rows, backbone.output_shape[-1], pieces, np.float32)
        return EncodingRef(features=ContentRef(sha256=store.commit(folder)), weights=weights)


def encode_overviews(
    accepted: AcceptedRef, weights: WeightsRef, config: StudyConfig, store: ContentStore
) -> EncodingRef:
    """Store the vector of every token and mark of every accepted overview, float16, sorted by Id.

    Has to be the first use of TensorFlow in its process.

    Raises WeightsError where the weights are not those of the encoder.
    """
    prepare_process(config.threads, config.seed)
    encoder = read_encoder(weights, store)
    films = read_table(store.path(accepted.overviews.sha256) / OVERVIEWS_FILE)
    vocabulary = read_vocabulary(store.path(weights.sha256))
    read = read_overviews(films[OVERVIEW_TEXT].tolist(), vocabulary, resolve_recipe(config).text)
    token_ids = dict(zip(films[ID], read, strict=True))
    with store.staging() as folder:
        rows = {film_id: len(ids) + MARKS for film_id, ids in token_ids.items()}
        pieces = _token_vectors(encoder, token_ids)
        write_features(folder, rows, encoder.output_shape[-1], pieces, np.float16)
        return EncodingRef(features=ContentRef(sha256=store.commit(folder)), weights=weights)


def read_backbone(
    weights: WeightsRef, images: ImageConfig, scale: float, store: ContentStore
) -> "keras.Model":
    """Return the backbone for posters of this size (modeling.poster_backbone).

    scale: how much larger it sees them.

    Raises WeightsError where the weights are not those of the backbone.
    """
    arrays = read_weights(store.path(weights.sha256) / WEIGHTS_FILE)
    return build_backbone(weights.name, arrays, images, scale)


def read_encoder(weights: WeightsRef, store: ContentStore) -> "keras.Model":
    """Return the encoder (modeling.text_encoder).

    Raises WeightsError where the weights are not those of the encoder.
    """
    folder = store.path(weights.sha256)
    config = EncoderConfig.model_validate_json((folder / CONFIG_FILE).read_bytes())
    return build_encoder(config, read_weights(folder / WEIGHTS_FILE))


def stored_features(encoding: EncodingRef, store: ContentStore) -> FilmFeatures:
    """Return what the frozen network made of every film, left on disk."""
    return open_features(store.path(encoding.features.sha256))


def poster_features(stored: FilmFeatures, film_ids: list[str]) -> NDArray[np.float32]:
    """Return the features of the posters of these films, (films, features)."""
    return np.concatenate([stored.of(film_id) for film_id in film_ids], dtype=np.float32)


def token_vectors(
    stored: FilmFeatures, film_ids: list[str], token_ids: list[NDArray[np.int32]]
) -> list[Features]:
    """Return the vectors of each of these overviews, (tokens + MARKS, width), left on disk."""
    return [
        stored.of(film_id, len(ids) + MARKS)
        for film_id, ids in zip(film_ids, token_ids, strict=True)
    ]


def _poster_features(
    backbone: "keras.Model", films: pd.DataFrame, snapshot: Path, images: ImageConfig
) -> Iterator[tuple[str, Features]]:
    for start in range(0, len(films), _POSTERS_AT_ONCE):
        some = films.iloc[start : start + _POSTERS_AT_ONCE]
        posters = [poster_tensor(read_poster(snapshot / name), images) for name in some["poster"]]
        features = backbone.predict_on_batch(np.stack(posters))
        yield from zip(some[ID], features[:, np.newaxis], strict=True)


def _token_vectors(
    encoder: "keras.Model", token_ids: dict[str, NDArray[np.int32]]
) -> Iterator[tuple[str, Features]]:
    by_length = sorted(token_ids, key=lambda film_id: len(token_ids[film_id]))
    for start in range(0, len(by_length), _OVERVIEWS_AT_ONCE):
        some = by_length[start : start + _OVERVIEWS_AT_ONCE]
        vectors = encoder.predict_on_batch(pad([token_ids[film_id] for film_id in some]))
        for film_id, of in zip(some, vectors, strict=True):
            yield film_id, of[: len(token_ids[film_id]) + MARKS]
