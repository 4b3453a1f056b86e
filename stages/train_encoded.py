"""What a branch with a frozen network trains: a head on stored features, saved on the network."""

from dataclasses import dataclass

import numpy as np

from data_contracts.config import StudyConfig
from data_contracts.examples import OVERVIEWS_FILE, PART, TOKENS
from data_contracts.films import ID
from data_contracts.presets import resolve_recipe
from data_contracts.references import (
    PARTS,
    EncodingRef,
    OverviewExamplesRef,
    Part,
    PosterExamplesRef,
)
from modeling.batches import FilmBatches
from modeling.encoded_heads import (
    build_overview_head,
    build_poster_head,
    fit_scale,
    on_backbone,
    on_encoder,
)
from modeling.feature_batches import FeatureBatches, VectorBatches
from modeling.first_weights import Models
from modeling.overview_lstm import fast_twin
from stages.encode import (
    poster_features,
    read_backbone,
    read_encoder,
    stored_features,
    token_vectors,
)
from storage.content_store import ContentStore
from storage.parquet import read_table
from storage.tfrecord import open_part


@dataclass(frozen=True)
class PartFilms:
    """The films of one part: their Ids beside their batches, in the same order."""

    ids: list[str]
    batches: FilmBatches


def encoded_posters(
    examples: PosterExamplesRef, encoding: EncodingRef, config: StudyConfig, store: ContentStore
) -> dict[Part, PartFilms]:
    """Return the backbone's features of the posters of each part."""
    size = resolve_recipe(config).cnn.training.batch_size
    stored = stored_features(encoding, store)
    parts: dict[Part, PartFilms] = {}
    for part in PARTS:
        films = open_part(store.path(examples.sha256), part)
        features = poster_features(stored, films.ids)
        parts[part] = PartFilms(films.ids, FeatureBatches(features, films.labels, size))
    return parts


def poster_models(
    encoding: EncodingRef, train: PartFilms, config: StudyConfig, store: ContentStore
) -> Models:
    """Return the backbone with the head on it, and the head alone, of the same variables.

    The head brings features to the scale that they have in the training films.
    """
    recipe = resolve_recipe(config)
    cnn = recipe.cnn
    backbone = read_backbone(encoding.weights, recipe.images, cnn.backbone_scale, store)
    head = build_poster_head(len(config.genres), backbone.output_shape[-1], cnn)
    fit_scale(head, train.batches.inputs(np.arange(len(train.ids))))
    return on_backbone(backbone, head), head


def encoded_overviews(
    examples: OverviewExamplesRef, encoding: EncodingRef, config: StudyConfig, store: ContentStore
) -> dict[Part, PartFilms]:
    """Return the encoder's vectors of the overviews of each part."""
    size = resolve_recipe(config).lstm.training.batch_size
    films = read_table(store.path(examples.sha256) / OVERVIEWS_FILE)
    stored = stored_features(encoding, store)
    parts: dict[Part, PartFilms] = {}
    for part in PARTS:
        rows = films[films[PART] == part]
        labels = rows[list(config.genres)].to_numpy(dtype=np.int8)
        token_ids = [np.asarray(ids, dtype=np.int32) for ids in rows[TOKENS]]
        ids = rows[ID].tolist()
        vectors = token_vectors(stored, ids, token_ids)
        parts[part] = PartFilms(ids, VectorBatches(vectors, labels, size))
    return parts


def overview_models(encoding: EncodingRef, config: StudyConfig, store: ContentStore) -> Models:
    """Return the encoder with the LSTM on it, and the LSTM's fast twin, of the same variables."""
    encoder = read_encoder(encoding.weights, store)
    width = encoder.output_shape[-1]
    head = build_overview_head(len(config.genres), width, resolve_recipe(config).lstm)
    return on_encoder(encoder, head), fast_twin(head)
