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
from data_contracts.fusion_metrics import HeadTrial
from data_contracts.metrics import StudyMetrics
from data_contracts.references import (
    AcceptedRef,
    BaselinesRef,
    EvaluationRef,
    ModelRef,
    SplitRef,
)
from data_contracts.training_record import TrainingRecord
from modeling.arrays import ProbabilityArray
from modeling.comparison import CNN, FUSION, LSTM, LabelledFilms, measure, with_trials
from modeling.example_films import choose_example_films, top_guesses
from modeling.fusion import FusedModels, fuse_models
from modeling.fusion_head import try_head
from modeling.missing_modality import measure_missing
from stages.claims import TRAINING_FILE, decide, read_trainings
from stages.errors import ERRORS_FILE, break_down_errors, read_features
from stages.study_films import PREDICTIONS_FILE, StudyFilms, read_study_films
from storage.atomic import write_text
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table
from storage.runs import read_model, training_name

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
    predictions of the two models fused, of the first seed and in a file of its own of each other.

    Where one branch is missing, the figures of the other stand without verdicts. Where branches
    were trained under several seeds, figures are means over them; example films, errors, and the
    claims' counts of what a model says are of the first.

    Raises SplitError where no genre has enough test films, StoreError where predictions are not
    of the accepted films.
    """
    films = read_study_films(accepted, split, config.genres, store)
    known = LabelledFilms(films.ids, films.labels, films.parts)
    by_seed = read_predictions(models, films, store)
    compared = read_baselines(baselines, films, store)
    fused, head = _fuse(films, by_seed, config)
    measured = measure(known, by_seed, compared, fused, config)
    metrics = with_trials(measured, head, measure_missing(known, by_seed, fused, config))
    every = _of_every_model(by_seed, compared, fused, config.seed)
    claims = decide(films, every, metrics, read_trainings(models, store), config)
    first = {name: next(iter(of.values())) for name, of in every.items()}
    metrics = metrics.model_copy(update={"claims": claims})
    overviews = read_overviews(accepted, films, store)
    examples = _examples(films, first, overviews, config.seed)
    features = read_features(accepted, overviews, store)
    errors = break_down_errors(films, first, metrics, features, config)
    with store.staging() as folder:
        for seed, one in fused.items():
            table = films.predictions_table(one.probabilities)
            name = training_name(FUSION, seed, next(iter(fused)))
            write_table(_predictions_path(folder, name), table)
        write_text(folder / METRICS_FILE, metrics.model_dump_json(indent=2))
        write_text(folder / EXAMPLES_FILE, _EXAMPLES.dump_json(examples, indent=2).decode())
        write_text(folder / ERRORS_FILE, errors.model_dump_json())
        return EvaluationRef(sha256=store.commit(folder))


def read_predictions(
    models: tuple[ModelRef, ...], films: StudyFilms, store: ContentStore
) -> dict[str, dict[int, ProbabilityArray]]:
    """Return (films, genres) of every training by branch and seed, the lowest seed first.

    Raises StoreError where predictions are not of these films.
    """
    found: dict[str, dict[int, ProbabilityArray]] = {}
    for model in sorted(models, key=lambda model: model.branch):
        folder = store.path(model.sha256)
        seed = read_model(folder / TRAINING_FILE, TrainingRecord).seed
        by_seed = {
            **found.get(model.branch, {}),
            seed: films.read_predictions(folder / PREDICTIONS_FILE),
        }
        found[model.branch] = dict(sorted(by_seed.items()))
    return found


def read_baselines(
    baselines: BaselinesRef, films: StudyFilms, store: ContentStore
) -> dict[str, ProbabilityArray]:
    """Return (films, genres) of every baseline by name.

    Raises StoreError where predictions are not of these films.
    """
    folder = store.path(baselines.sha256)
    return {
        name: films.read_predictions(_predictions_path(folder, name)) for name in baselines.names
    }


def _predictions_path(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def read_metrics(evaluation: EvaluationRef, store: ContentStore) -> StudyMetrics:
    """Return the figures of an evaluation."""
    return read_model(store.path(evaluation.sha256) / METRICS_FILE, StudyMetrics)


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


def _fuse(
    films: StudyFilms, by_seed: Mapping[str, Mapping[int, ProbabilityArray]], config: StudyConfig
) -> tuple[dict[int, FusedModels], HeadTrial | None]:
    """Fuse both branches' trainings of each seed, where there are both."""
    validation = films.parts == "validation"
    cnns, lstms = by_seed.get(CNN, {}), by_seed.get(LSTM, {})
    pairs = {seed: (cnn, lstms[seed]) for seed, cnn in cnns.items() if seed in lstms}
    fused = {seed: fuse_models(films.labels, validation, *pair) for seed, pair in pairs.items()}
    return try_head(films.labels, validation, pairs, fused, config) if fused else ({}, None)


def _of_every_model(
    by_seed: Mapping[str, Mapping[int, ProbabilityArray]],
    baselines: Mapping[str, ProbabilityArray],
    fused: Mapping[int, FusedModels],
    seed: int,
) -> dict[str, Mapping[int, ProbabilityArray]]:
    """Return (films, genres) by model and seed; baselines, which have no seed, under the one."""
    found = {**by_seed, **{name: {seed: of} for name, of in baselines.items()}}
    if fused:
        found[FUSION] = {seed: one.probabilities for seed, one in fused.items()}
    return found


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
