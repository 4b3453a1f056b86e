"""The errors on test films, told apart by genre, overview length and how the poster looks."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.config import StudyConfig
from data_contracts.errors_found import ErrorBreakdown, FilmFeature
from data_contracts.metrics import StudyMetrics
from data_contracts.references import AcceptedRef
from modeling.arrays import FloatArray, ProbabilityArray
from modeling.comparison import measured_films
from modeling.error_breakdown import error_breakdown
from stages.study_films import StudyFilms, read_labels
from storage.content_store import ContentStore

ERRORS_FILE: Final = "errors.json"


def read_features(
    accepted: AcceptedRef, overviews: NDArray[np.object_], store: ContentStore
) -> dict[FilmFeature, FloatArray]:
    """Return what errors may go with, (films,) each; overviews: (films,)."""
    posters, _ = read_labels(accepted, (), store)
    return {
        "overview length": np.array([len(overview.split()) for overview in overviews], dtype=float),
        "poster brightness": posters["brightness"].to_numpy(dtype=np.float64),
        "poster colourfulness": posters["colourfulness"].to_numpy(dtype=np.float64),
    }


def break_down_errors(
    films: StudyFilms,
    predictions: Mapping[str, ProbabilityArray],
    metrics: StudyMetrics,
    features: Mapping[FilmFeature, FloatArray],
    config: StudyConfig,
) -> ErrorBreakdown:
    """Return the errors of every model in predictions at its shared threshold.

    predictions: (films, genres) by model; features: (films,) each, of all parts.
    """
    test = films.parts == "test"
    return error_breakdown(
        measured_films(films.labels[test], config),
        {name: of[test] for name, of in predictions.items()},
        {name: model.threshold for name, model in metrics.models.items()},
        {feature: values[test] for feature, values in features.items()},
    )
