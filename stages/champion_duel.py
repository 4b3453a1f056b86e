"""A new model and its branch's champion on the test films that the champion has not seen."""

from dataclasses import dataclass

import numpy as np

from data_contracts.champions import Champion
from data_contracts.config import StudyConfig
from data_contracts.examples import PART
from data_contracts.films import ID
from data_contracts.references import ChampionPredictionsRef, ModelRef, SplitRef
from data_contracts.study import StudyRefs
from modeling.promotion import Duel, DuelFigures, duel
from stages.split import LINKS_FILE
from stages.study_films import LABELS_FILE, PREDICTIONS_FILE, SPLITS_FILE, by_film
from storage.content_store import ContentStore
from storage.parquet import read_table


@dataclass(frozen=True)
class Met:
    """How two models met: on how many unseen films, how many were left out, and the figures.

    figures is None where no genre has enough films.
    """

    unseen: int
    seen: int
    figures: DuelFigures | None


def meet(
    candidate: ModelRef,
    champion: Champion,
    said: ChampionPredictionsRef,
    refs: StudyRefs,
    config: StudyConfig,
    store: ContentStore,
) -> Met:
    """Measure both models on the run's test films that are new to the champion.

    said: the champion's predictions for all of the test films. Genres are those that both know.
    """
    genres = tuple(genre for genre in config.genres if genre in champion.genres)
    parts = read_table(store.path(refs.split.sha256) / SPLITS_FILE)
    test = parts.loc[parts[PART] == "test", ID]
    unseen = test[~test.isin(seen_films(champion.split, refs.split, store))].to_numpy(dtype=object)
    labels = read_table(store.path(refs.accepted.labels.sha256) / LABELS_FILE)
    new = read_table(store.path(candidate.sha256) / PREDICTIONS_FILE)
    old = read_table(store.path(said.sha256) / f"{champion.branch}.parquet")
    settings = config.evaluation
    figures = duel(
        Duel(
            genres,
            by_film(labels, unseen, genres).astype(np.int8),
            by_film(new, unseen, genres),
            by_film(old, unseen, genres),
        ),
        settings.min_support,
        settings.resamples,
        config.seed,
        settings.confidence,
    )
    return Met(len(unseen), len(test) - len(unseen), figures)


def seen_films(before: SplitRef, now: SplitRef, store: ContentStore) -> set[str]:
    """Return the Ids of the films that models of an earlier split have seen.

    Those they were trained or validated on, and those that the later split found to have a like
    overview or poster: a model that has seen one film of a pair has seen the other.
    """
    parts = read_table(store.path(before.sha256) / SPLITS_FILE)
    seen = set(parts.loc[parts[PART] != "test", ID])
    links = store.path(now.sha256) / LINKS_FILE
    if not links.is_file():  # a split of before films were compared to one another
        return seen
    pairs = read_table(links)
    alike = pairs.loc[pairs["other"].isin(seen), ID], pairs.loc[pairs[ID].isin(seen), "other"]
    return seen.union(*alike)
