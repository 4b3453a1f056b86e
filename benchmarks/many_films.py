"""Training examples of as many films as a benchmark asks for, without drawing each of them."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.shards import IMAGES, write_shards
from data_contracts.examples import OVERVIEWS_FILE, PART, TEXT_FILE, TOKENS, TextReading
from data_contracts.films import GENRES, ID
from data_contracts.recipe import TextConfig
from data_contracts.references import PARTS, OverviewExamplesRef, PosterExamplesRef
from modeling.images import poster_tensor
from modeling.text import fit_vocabulary, tokenize
from samples.films import SampleFilm, draw_films
from storage.atomic import write_text
from storage.content_store import ContentStore
from storage.parquet import write_table
from storage.tfrecord import read_shards
from storage.vocabulary import write_vocabulary

DRAWN: Final = 300
SEED: Final = 2_026
SHARES: Final = {"train": 0.7, "validation": 0.1, "test": 0.2}


def many_posters(store: ContentStore, films: int) -> PosterExamplesRef:
    """Store shards of so many films, with the posters of a few in turn."""
    drawn = list(draw_films(DRAWN, SEED))
    posters = np.stack([poster_tensor(film.poster, IMAGES) for film in drawn])
    with store.staging() as folder:
        write_shards(folder, _sizes(films), posters, _labels(drawn), GENRES)
        shards = read_shards(folder)
        digest = store.commit(folder)
    return PosterExamplesRef(sha256=digest, height=shards.height, width=shards.width)


def many_overviews(store: ContentStore, films: int) -> OverviewExamplesRef:
    """Store token ids of so many films, with the overviews of a few in turn."""
    drawn = list(draw_films(DRAWN, SEED))
    texts = [film.overview for film in drawn]
    text = TextConfig()
    vocabulary = fit_vocabulary(texts, text)
    token_ids = tokenize(texts, vocabulary, text)
    places = np.arange(films) % DRAWN
    frame = pd.DataFrame(_labels(drawn)[places], columns=pd.Index(GENRES))
    frame.insert(0, ID, [f"tt{film:07d}" for film in range(films)])
    frame.insert(1, PART, np.repeat(PARTS, list(_sizes(films).values())))
    frame.insert(2, TOKENS, pd.Series([token_ids[place] for place in places], dtype=object))
    with store.staging() as folder:
        write_table(folder / OVERVIEWS_FILE, frame)
        write_vocabulary(vocabulary, folder)
        reading = TextReading(tokenizer=text.tokenizer, max_tokens=text.max_tokens)
        write_text(folder / TEXT_FILE, reading.model_dump_json())
        digest = store.commit(folder)
    return OverviewExamplesRef(sha256=digest, vocabulary_size=len(vocabulary))


def _sizes(films: int) -> dict[str, int]:
    sizes: dict[str, int] = {part: int(films * SHARES[part]) for part in PARTS}
    return {**sizes, "train": films - sizes["validation"] - sizes["test"]}


def _labels(films: list[SampleFilm]) -> NDArray[np.int8]:
    return np.array([[genre in film.genres for genre in GENRES] for film in films], dtype=np.int8)
