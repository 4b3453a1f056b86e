"""What the champions say of a new run's test films, each with its own preprocessing."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_contracts.champions import Champion
from data_contracts.config import StudyConfig
from data_contracts.examples import PART
from data_contracts.films import ID, OVERVIEW_TEXT
from data_contracts.references import (
    AcceptedRef,
    ChampionPredictionsRef,
    SourceRef,
    SplitRef,
)
from modeling.asked_model import KerasModel
from modeling.devices import prepare_process
from modeling.images import poster_tensor
from modeling.readings import read_overviews
from stages.study_films import LABELS_FILE, OVERVIEWS_FILE, SPLITS_FILE
from storage.content_store import ContentStore
from storage.model_files import load_model
from storage.parquet import read_table, write_table
from storage.posters import read_poster
from storage.vocabulary import read_vocabulary

_logger = logging.getLogger(__name__)
_FILMS_AT_ONCE: Final = 1_024


def predict_champions(
    champions: tuple[Champion, ...],
    films: tuple[SourceRef, AcceptedRef, SplitRef],
    config: StudyConfig,
    store: ContentStore,
) -> ChampionPredictionsRef:
    """Store what each champion says of the test films, those left out that cannot be asked.

    Has to be the first use of TensorFlow in its process.
    """
    if champions:
        prepare_process(config.threads, config.seed)
    able = [champion for champion in champions if _can_be_asked(champion, store)]
    with store.staging() as folder:
        for champion in able:
            write_table(folder / f"{champion.branch}.parquet", _table(champion, films, store))
        branches = tuple(champion.branch for champion in able)
        return ChampionPredictionsRef(sha256=store.commit(folder), branches=branches)


def _can_be_asked(champion: Champion, store: ContentStore) -> bool:
    able = all(store.intact(ref.sha256) for ref in champion.content())
    if not able:
        _logger.warning(
            "the champion of %s, of run %s, is gone from the store or was altered",
            champion.branch,
            champion.run_id,
        )
    return able


def _table(
    champion: Champion, films: tuple[SourceRef, AcceptedRef, SplitRef], store: ContentStore
) -> pd.DataFrame:
    source, accepted, split = films
    folder = store.path(champion.model.sha256)
    model = KerasModel(load_model(folder))
    if champion.branch == "cnn":
        test = _test_films(store.path(accepted.labels.sha256) / LABELS_FILE, split, store)
        said = [model.posters(posters) for posters in _posters(champion, test, source, store)]
    else:
        test = _test_films(store.path(accepted.overviews.sha256) / OVERVIEWS_FILE, split, store)
        said = [model.overviews(_token_ids(champion, test, folder))]
    table = pd.DataFrame(np.concatenate(said), columns=pd.Index(champion.genres))
    table.insert(0, ID, test[ID].to_numpy())
    return table


def _test_films(path: Path, split: SplitRef, store: ContentStore) -> pd.DataFrame:
    parts = read_table(store.path(split.sha256) / SPLITS_FILE)
    films = read_table(path).merge(parts, on=ID, validate="one_to_one")
    return films[films[PART] == "test"].sort_values(ID, ignore_index=True)


def _posters(
    champion: Champion, test: pd.DataFrame, source: SourceRef, store: ContentStore
) -> Iterator[NDArray[np.uint8]]:
    images, snapshot = champion.recipe.images, store.path(source.sha256)
    for films in np.array_split(np.arange(len(test)), max(1, -(-len(test) // _FILMS_AT_ONCE))):
        posters = [read_poster(snapshot / name) for name in test["poster"].iloc[films]]
        yield np.stack([poster_tensor(poster, images) for poster in posters])


def _token_ids(champion: Champion, test: pd.DataFrame, model: Path) -> list[NDArray[np.int32]]:
    vocabulary = read_vocabulary(model)
    return read_overviews(test[OVERVIEW_TEXT].tolist(), vocabulary, champion.recipe.text)
