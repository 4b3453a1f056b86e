"""From accepted films to what the two branches train on."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from data_contracts.config import ImageConfig, StudyConfig
from data_contracts.examples import (
    EXAMPLES_JSON,
    OVERVIEWS_FILE,
    PART,
    TOKENS,
    VOCABULARY_FILE,
    PosterShards,
)
from data_contracts.films import ID
from data_contracts.presets import resolve_recipe
from data_contracts.references import (
    PARTS,
    AcceptedRef,
    OverviewExamplesRef,
    PosterExamplesRef,
    SourceRef,
    SplitRef,
)
from modeling.images import poster_tensor
from modeling.text import fit_vocabulary, tokenize
from storage.atomic import write_text
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table
from storage.posters import read_poster
from storage.tfrecord import PosterExample, shard_name, write_shard

FILMS_A_SHARD = 1_024


def preprocess_posters(
    source: SourceRef,
    accepted: AcceptedRef,
    split: SplitRef,
    config: StudyConfig,
    store: ContentStore,
) -> PosterExamplesRef:
    """Decode and resize each accepted poster once, into TFRecord shards by part."""
    images = resolve_recipe(config).images
    films = _with_parts(store.path(accepted.labels.sha256) / "labels.parquet", split, store)
    snapshot = store.path(source.sha256)
    with store.staging() as folder:
        counts: dict[str, int] = {}
        for part in PARTS:
            counts |= _write_part(folder, part, films[films[PART] == part], snapshot, config)
        shards = PosterShards(
            height=images.height, width=images.width, genres=config.genres, films=counts
        )
        write_text(folder / EXAMPLES_JSON, shards.model_dump_json())
        digest = store.commit(folder)
    return PosterExamplesRef(sha256=digest, height=images.height, width=images.width)


def preprocess_overviews(
    accepted: AcceptedRef, split: SplitRef, config: StudyConfig, store: ContentStore
) -> OverviewExamplesRef:
    """Fit the vocabulary on training films and store every overview as token ids."""
    text = resolve_recipe(config).text
    labels = _with_parts(store.path(accepted.labels.sha256) / "labels.parquet", split, store)
    overviews = read_table(store.path(accepted.overviews.sha256) / "overviews.parquet")
    films = labels.merge(overviews, on=ID, validate="one_to_one")
    training = films.loc[films[PART] == "train", "overview"].tolist()
    vocabulary = fit_vocabulary(training, text)
    token_ids = tokenize(films["overview"].tolist(), vocabulary, text)
    films[TOKENS] = pd.Series(token_ids, index=films.index, dtype=object)
    with store.staging() as folder:
        write_table(folder / OVERVIEWS_FILE, films[[ID, PART, TOKENS, *config.genres]])
        write_text(folder / VOCABULARY_FILE, "".join(f"{token}\n" for token in vocabulary))
        digest = store.commit(folder)
    return OverviewExamplesRef(sha256=digest, vocabulary_size=len(vocabulary))


def _with_parts(labels: Path, split: SplitRef, store: ContentStore) -> pd.DataFrame:
    parts = read_table(store.path(split.sha256) / "splits.parquet")
    return read_table(labels).merge(parts, on=ID, validate="one_to_one")


def _write_part(
    folder: Path, part: str, films: pd.DataFrame, snapshot: Path, config: StudyConfig
) -> dict[str, int]:
    images = resolve_recipe(config).images
    shards = max(1, -(-len(films) // FILMS_A_SHARD))
    counts: dict[str, int] = {}
    for shard, rows in enumerate(np.array_split(np.arange(len(films)), shards)):
        name = shard_name(part, shard, shards)
        examples = _examples(films.iloc[rows], snapshot, config.genres, images)
        counts[name] = write_shard(folder / name, examples)
    return counts


def _examples(
    films: pd.DataFrame, snapshot: Path, genres: tuple[str, ...], images: ImageConfig
) -> Iterator[PosterExample]:
    labels = films[list(genres)].to_numpy(dtype=np.int8)
    for film_id, poster, row in zip(films[ID], films["poster"], labels, strict=True):
        yield PosterExample(film_id, poster_tensor(read_poster(snapshot / poster), images), row)
