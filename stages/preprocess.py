"""From accepted films to what the two branches train on."""

from collections.abc import Sequence

import pandas as pd

from data_contracts.config import StudyConfig
from data_contracts.examples import (
    EXAMPLES_JSON,
    OVERVIEWS_FILE,
    PART,
    TEXT_FILE,
    TOKENS,
    PosterShards,
    TextReading,
)
from data_contracts.films import ID
from data_contracts.presets import resolve_recipe
from data_contracts.references import (
    AcceptedRef,
    ContentRef,
    OverviewExamplesRef,
    PosterExamplesRef,
    SourceRef,
    SplitRef,
    WeightsRef,
)
from modeling.readings import read_overviews
from modeling.text import fit_vocabulary
from stages.poster_shards import (
    gather_shards,
    labelled_films,
    planned_shards,
    write_shards,
)
from storage.atomic import write_text
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table
from storage.vocabulary import read_vocabulary, write_vocabulary


def preprocess_posters(
    source: SourceRef,
    accepted: AcceptedRef,
    split: SplitRef,
    config: StudyConfig,
    store: ContentStore,
    written: Sequence[ContentRef] = (),
) -> PosterExamplesRef:
    """Decode and resize each accepted poster once, into TFRecord shards by part.

    written: the groups of shards where they are made already (stages/poster_shards.py); the
    content is the same.
    """
    images, shards = resolve_recipe(config).images, planned_shards(split)
    with store.staging() as folder:
        digests = gather_shards(folder, written, store)
        if not written:
            films = labelled_films(accepted, split, store)
            write_shards(folder, shards, films, store.path(source.sha256), config)
        described = PosterShards(
            height=images.height,
            width=images.width,
            genres=config.genres,
            films={shard.name: shard.films for shard in shards},
        )
        write_text(folder / EXAMPLES_JSON, described.model_dump_json())
        digest = store.commit(folder, digests)
    return PosterExamplesRef(sha256=digest, height=images.height, width=images.width)


def preprocess_overviews(
    accepted: AcceptedRef,
    split: SplitRef,
    config: StudyConfig,
    store: ContentStore,
    encoder: WeightsRef | None = None,
) -> OverviewExamplesRef:
    """Store every overview as token ids.

    The vocabulary is fitted on training films, or is the encoder's where there is one.
    """
    text = resolve_recipe(config).text
    labels = labelled_films(accepted, split, store)
    overviews = read_table(store.path(accepted.overviews.sha256) / "overviews.parquet")
    films = labels.merge(overviews, on=ID, validate="one_to_one")
    if encoder is None:
        vocabulary = fit_vocabulary(films.loc[films[PART] == "train", "overview"].tolist(), text)
    else:
        vocabulary = read_vocabulary(store.path(encoder.sha256))
    token_ids = read_overviews(films["overview"].tolist(), vocabulary, text)
    films[TOKENS] = pd.Series(token_ids, index=films.index, dtype=object)
    with store.staging() as folder:
        write_table(folder / OVERVIEWS_FILE, films[[ID, PART, TOKENS, *config.genres]])
        write_vocabulary(vocabulary, folder)
        reading = TextReading(tokenizer=text.tokenizer, max_tokens=text.max_tokens)
        write_text(folder / TEXT_FILE, reading.model_dump_json())
        digest = store.commit(folder)
    return OverviewExamplesRef(sha256=digest, vocabulary_size=len(vocabulary))
