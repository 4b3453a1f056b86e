"""Fit what a model has to beat."""

import numpy as np
from numpy.typing import NDArray

from data_contracts.config import StudyConfig
from data_contracts.references import AcceptedRef, BaselinesRef, SourceRef, SplitRef
from modeling import baselines as base
from modeling.arrays import ProbabilityArray
from modeling.poster_features import poster_features
from stages.study_films import StudyFilms, read_labels, read_overviews, read_study_films
from storage.content_store import ContentStore
from storage.parquet import write_table
from storage.posters import read_poster


def fit_baselines(
    source: SourceRef,
    accepted: AcceptedRef,
    split: SplitRef,
    config: StudyConfig,
    store: ContentStore,
) -> BaselinesRef:
    """Fit each baseline on the training films and store its predictions as <name>.parquet."""
    films = read_study_films(accepted, split, config.genres, store)
    predictions = {
        base.POSTER_FEATURES_LOGREG: _from_posters(source, accepted, films, store),
        base.TFIDF_LOGREG: _from_overviews(accepted, films, store),
        base.CONSTANT: base.constant(films.labels_of("train"), len(films.ids)),
        base.PREVALENCE: base.prevalence(films.labels_of("train"), len(films.ids)),
    }
    with store.staging() as folder:
        for name, probabilities in predictions.items():
            write_table(folder / f"{name}.parquet", films.predictions_table(probabilities))
        return BaselinesRef(sha256=store.commit(folder), names=tuple(predictions))


def _from_overviews(
    accepted: AcceptedRef, films: StudyFilms, store: ContentStore
) -> ProbabilityArray:
    overviews = read_overviews(accepted, store)
    known = [overviews[film] for film in np.flatnonzero(films.parts == "train")]
    return base.tfidf_logreg(known, films.labels_of("train"), overviews)


def _from_posters(
    source: SourceRef, accepted: AcceptedRef, films: StudyFilms, store: ContentStore
) -> ProbabilityArray:
    features = _poster_features(source, accepted, store)
    known = features[films.parts == "train"]
    return base.poster_features_logreg(known, films.labels_of("train"), features)


def _poster_features(
    source: SourceRef, accepted: AcceptedRef, store: ContentStore
) -> NDArray[np.float32]:
    posters, _ = read_labels(accepted, (), store)
    snapshot = store.path(source.sha256)
    return np.stack(
        [poster_features(read_poster(snapshot / poster)) for poster in posters["poster"]]
    )
