"""What the frozen networks make of the examples, computed once and kept for every training."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_contracts.config import StudyConfig
from data_contracts.examples import OVERVIEWS_FILE, PART, TOKENS
from data_contracts.presets import resolve_recipe
from data_contracts.recipe import ImageConfig
from data_contracts.references import (
    PARTS,
    ContentRef,
    EncodingRef,
    OverviewExamplesRef,
    Part,
    PosterExamplesRef,
    WeightsRef,
)
from modeling.devices import prepare_process
from modeling.poster_backbone import build_backbone
from modeling.text import pad
from modeling.text_encoder import EncoderConfig, build_encoder
from storage.content_store import ContentStore
from storage.features import Features, open_features, write_features
from storage.parquet import read_table
from storage.pretrained_weights import CONFIG_FILE, WEIGHTS_FILE, read_weights
from storage.tfrecord import PosterExamples, open_part

if TYPE_CHECKING:
    import keras

MARKS: Final = 2
"""Vectors of an overview beyond those of its tokens: of the opening and the closing mark."""

_POSTERS_AT_ONCE: Final = 32
_OVERVIEWS_AT_ONCE: Final = 64


def encode_posters(
    posters: PosterExamplesRef, weights: WeightsRef, config: StudyConfig, store: ContentStore
) -> EncodingRef:
    """Store <part>.npy, (films, features), of every poster, in the order of the examples.

    Has to be the first use of TensorFlow in its process.

    Raises WeightsError where the weights are not those of the backbone.
    """
    prepare_process(config.threads, config.seed)
    scale = resolve_recipe(config).cnn.backbone_scale
    backbone = read_backbone(weights, posters, scale, store)
    with store.staging() as folder:
        for part in PARTS:
            examples = open_part(store.path(posters.sha256), part)
            shape = (len(examples.ids), backbone.output_shape[-1])
            write_features(
                folder / f"{part}.npy", shape, _poster_features(backbone, examples), np.float32
            )
        return EncodingRef(features=ContentRef(sha256=store.commit(folder)), weights=weights)


def encode_overviews(
    overviews: OverviewExamplesRef, weights: WeightsRef, config: StudyConfig, store: ContentStore
) -> EncodingRef:
    """Store <part>.npy, (tokens of all films, width), in the order of the examples.

    Has to be the first use of TensorFlow in its process.

    Raises WeightsError where the weights are not those of the encoder.
    """
    prepare_process(config.threads, config.seed)
    encoder = read_encoder(weights, store)
    films = read_table(store.path(overviews.sha256) / OVERVIEWS_FILE)
    with store.staging() as folder:
        for part in PARTS:
            token_ids = _token_ids(films, part)
            shape = (int(_ends(token_ids)[-1]), encoder.output_shape[-1])
            write_features(
                folder / f"{part}.npy", shape, _token_vectors(encoder, token_ids), np.float16
            )
        return EncodingRef(features=ContentRef(sha256=store.commit(folder)), weights=weights)


def read_backbone(
    weights: WeightsRef, posters: PosterExamplesRef, scale: float, store: ContentStore
) -> "keras.Model":
    """Return the backbone for posters of the examples' size (modeling.poster_backbone).

    scale: how much larger it sees them.

    Raises WeightsError where the weights are not those of the backbone.
    """
    images = ImageConfig(height=posters.height, width=posters.width)
    arrays = read_weights(store.path(weights.sha256) / WEIGHTS_FILE)
    return build_backbone(weights.name, arrays, images, scale)


def read_encoder(weights: WeightsRef, store: ContentStore) -> "keras.Model":
    """Return the encoder (modeling.text_encoder).

    Raises WeightsError where the weights are not those of the encoder.
    """
    folder = store.path(weights.sha256)
    config = EncoderConfig.model_validate_json((folder / CONFIG_FILE).read_bytes())
    return build_encoder(config, read_weights(folder / WEIGHTS_FILE))


def poster_features(encoding: EncodingRef, part: Part, films: int, store: ContentStore) -> Features:
    """Return the features of the posters of a part, (films, features), left on disk."""
    return open_features(store.path(encoding.features.sha256) / f"{part}.npy", films)


def token_vectors(
    encoding: EncodingRef, part: Part, token_ids: list[NDArray[np.int32]], store: ContentStore
) -> list[Features]:
    """Return the vectors of each overview of a part, (tokens + MARKS, width), left on disk."""
    ends = _ends(token_ids)
    path = store.path(encoding.features.sha256) / f"{part}.npy"
    vectors = open_features(path, int(ends[-1]))
    starts = [0, *ends[:-1]]
    return [vectors[start:end] for start, end in zip(starts, ends, strict=True)]


def _poster_features(
    backbone: "keras.Model", examples: PosterExamples
) -> Iterator[tuple[slice, Features]]:
    for start in range(0, len(examples.ids), _POSTERS_AT_ONCE):
        place = slice(start, min(start + _POSTERS_AT_ONCE, len(examples.ids)))
        posters = examples.posters[np.arange(place.start, place.stop)]
        yield place, backbone.predict_on_batch(posters)


def _token_vectors(
    encoder: "keras.Model", token_ids: list[NDArray[np.int32]]
) -> Iterator[tuple[slice, Features]]:
    ends = _ends(token_ids)
    by_length = np.argsort([len(ids) for ids in token_ids], kind="stable")
    for films in np.array_split(by_length, -(-len(by_length) // _OVERVIEWS_AT_ONCE)):
        vectors = encoder.predict_on_batch(pad([token_ids[film] for film in films]))
        for film, of in zip(films, vectors, strict=True):
            tokens = len(token_ids[film]) + MARKS
            yield slice(ends[film] - tokens, ends[film]), of[:tokens]


def _ends(token_ids: list[NDArray[np.int32]]) -> NDArray[np.intp]:
    return np.cumsum([len(ids) + MARKS for ids in token_ids], dtype=np.intp)


def _token_ids(films: pd.DataFrame, part: Part) -> list[NDArray[np.int32]]:
    return [np.asarray(ids, dtype=np.int32) for ids in films.loc[films[PART] == part, TOKENS]]
