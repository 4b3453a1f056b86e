"""Measure every model and baseline on the test films, and choose the films to show."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from data_contracts.config import StudyConfig
from data_contracts.errors import StoreError
from data_contracts.example_film import ExampleFilm
from data_contracts.examples import OVERVIEWS_FILE
from data_contracts.films import ID, OVERVIEW_TEXT
from data_contracts.references import AcceptedRef, BaselinesRef, EvaluationRef, ModelRef, SplitRef
from modeling.arrays import ProbabilityArray
from modeling.comparison import CNN, FUSION, LSTM, LabelledFilms, measure
from modeling.example_films import choose_example_films, top_guesses
from modeling.fusion import FusedModels, fuse_models
from stages.claims import decide, read_trainings
from stages.errors import ERRORS_FILE, break_down_errors, read_features
from stages.study_films import PREDICTIONS_FILE, StudyFilms, read_study_films
from storage.atomic import write_text
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table

METRICS_FILE: Final = "metrics.json"
EXAMPLES_FILE: Final = "examples.json"
_EXAMPLES = TypeAdapter(tuple[ExampleFilm, ...])


def evaluate(
    models: tuple[ModelRef, ...],
    baselines: BaselinesRef,
    accepted: AcceptedRef,
    split: SplitRef,
    config: StudyConfig,
    store: ContentStore,
) -> EvaluationRef:
    """Store metrics.json, examples.json, errors.json, and fusion.parquet where both models are.

    They hold StudyMetrics, a list of ExampleFilm without posters, ErrorBreakdown, and the
    predictions of the two models fused.

    Where one branch is missing, the figures of the other stand without verdicts.

    Raises SplitError where no genre has enough test films, StoreError where predictions are not
    of the accepted films.
    """
    films = read_study_films(accepted, split, config.genres, store)
    predictions = read_predictions(models, baselines, films, store)
    fused = _fuse(films, predictions)
    known = LabelledFilms(films.ids, films.labels, films.parts)
    metrics = measure(known, predictions, baselines.names, fused, config)
    if fused is not None:
        predictions[FUSION] = fused.probabilities
    training = read_trainings(models, store)
    claims = decide(films, predictions, metrics, training, config)
    metrics = metrics.model_copy(update={"claims": claims})
    overviews = read_overviews(accepted, films, store)
    examples = _examples(films, predictions, overviews, config.seed)
    features = read_features(accepted, overviews, store)
    errors = break_down_errors(films, predictions, metrics, features, config)
    with store.staging() as folder:
        if fused is not None:
            table = films.predictions_table(fused.probabilities)
            write_table(_predictions_path(folder, FUSION), table)
        write_text(folder / METRICS_FILE, metrics.model_dump_json(indent=2))
        write_text(folder / EXAMPLES_FILE, _EXAMPLES.dump_json(examples, indent=2).decode())
        write_text(folder / ERRORS_FILE, errors.model_dump_json())
        return EvaluationRef(sha256=store.commit(folder))


def read_predictions(
    models: tuple[ModelRef, ...], baselines: BaselinesRef, films: StudyFilms, store: ContentStore
) -> dict[str, ProbabilityArray]:
    """Return (films, genres) of every model and baseline, by name.

    Raises StoreError where predictions are not of these films.
    """
    paths: dict[str, Path] = {
        model.branch: store.path(model.sha256) / PREDICTIONS_FILE
        for model in sorted(models, key=lambda model: model.branch)
    }
    folder = store.path(baselines.sha256)
    paths |= {name: _predictions_path(folder, name) for name in baselines.names}
    return {name: films.read_predictions(path) for name, path in paths.items()}


def _predictions_path(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def read_examples(evaluation: EvaluationRef, store: ContentStore) -> tuple[ExampleFilm, ...]:
    """Return the films that the report shows, without their posters."""
    content = (store.path(evaluation.sha256) / EXAMPLES_FILE).read_bytes()
    return _EXAMPLES.validate_json(content)


def read_overviews(
    accepted: AcceptedRef, films: StudyFilms, store: ContentStore
) -> NDArray[np.object_]:
    """Return the films' overviews, (films,).

    Raises StoreError where they are of other films.
    """
    path = store.path(accepted.overviews.sha256) / OVERVIEWS_FILE
    table = read_table(path)
    if table[ID].tolist() != films.ids.tolist():
        raise StoreError(
            f"{path}: the overviews are of {len(table)} films that are not the {len(films.ids)} "
            f"accepted ones; run the study again to make them anew"
        )
    return table[OVERVIEW_TEXT].to_numpy(dtype=object)


def _fuse(films: StudyFilms, predictions: Mapping[str, ProbabilityArray]) -> FusedModels | None:
    if CNN not in predictions or LSTM not in predictions:
        return None
    validation = films.parts == "validation"
    return fuse_models(films.labels, validation, predictions[CNN], predictions[LSTM])


def _examples(
    films: StudyFilms,
    predictions: Mapping[str, ProbabilityArray],
    overviews: NDArray[np.object_],
    seed: int,
) -> tuple[ExampleFilm, ...]:
    test = np.flatnonzero(films.parts == "test")
    guesses = {name: predictions[name][test] for name in (CNN, LSTM) if name in predictions}
    chosen = choose_example_films(films.labels[test], guesses.get(CNN), guesses.get(LSTM), seed)
    return tuple(
        ExampleFilm(
            film_id=films.ids[test[film]],
            rule=rule,
            overview=overviews[test[film]],
            genres=films.genres_of(test[film]),
            guesses={name: top_guesses(of[film], films.genres) for name, of in guesses.items()},
        )
        for film, rule in chosen
    )
