"""One trial of a search: train a branch by a recipe, and measure it on the validation films."""

import logging
import time
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from data_contracts.config import StudyConfig
from data_contracts.examples import PART, TOKENS
from data_contracts.presets import resolve_recipe
from data_contracts.references import Branch, Part
from data_contracts.tuning import TUNING_FILMS, TrialOutcome, TuningFilmsRef
from modeling.arrays import LabelArray, ProbabilityArray
from modeling.batches import FilmBatches, OverviewBatches, PosterBatches
from modeling.devices import prepare_process
from modeling.first_weights import Models, build_from_seed
from modeling.images import poster_tensor
from modeling.metrics import genre_average_precisions, mean_average_precision
from modeling.overview_lstm import build_overview_lstm, fast_twin
from modeling.poster_cnn import build_poster_cnn
from modeling.text import fit_vocabulary, tokenize
from modeling.training import TrainingState, compile_model, fit
from stages.votes import Votes, fit_overview_votes, fit_poster_votes, predict_parts
from storage.content_store import ContentStore
from storage.parquet import read_table
from storage.posters import read_poster

if TYPE_CHECKING:
    from pathlib import Path

    import keras

_logger = logging.getLogger(__name__)
Films = dict[Part, FilmBatches]
_PARTS: Final[tuple[Part, Part]] = ("train", "validation")


def try_recipe(
    films: TuningFilmsRef, branch: Branch, config: StudyConfig, store: ContentStore
) -> TrialOutcome:
    """Train a branch by the config's recipe on training films and measure it on validation films.

    Has to be the first use of TensorFlow in its process. The value is the mean average precision
    over the genres that config.evaluation.min_support validation films have.
    """
    recipe = resolve_recipe(config)
    prepare_process(config.threads, config.seed, branch=branch)
    folder = store.path(films.sha256)
    table = read_table(folder / TUNING_FILMS)
    if branch == "cnn":
        batches = _posters(table, folder, config)
        started = time.monotonic()
        votes = fit_poster_votes(batches, config)
    else:
        read, vocabulary = _read(table, config)
        batches = _overviews(read, config)
        started = time.monotonic()
        votes = fit_overview_votes(read, vocabulary, config)

    def build() -> Models:
        if branch == "cnn":
            return (build_poster_cnn(len(config.genres), recipe.images, recipe.cnn),)
        return (fast_twin(build_overview_lstm(len(config.genres), recipe.text, recipe.lstm)),)

    (model,) = build_from_seed(build, config.seed)
    return _outcome(model, batches, votes, branch, config, started)


def validation_value(
    labels: LabelArray, probabilities: ProbabilityArray, min_support: int
) -> float:
    """Return the mean average precision over the genres that so many films have.

    labels, probabilities: (films, genres). NaN where no genre has so many.
    """
    counted = np.asarray(labels).sum(axis=0) >= min_support
    return float(mean_average_precision(genre_average_precisions(labels, probabilities), counted))


def _outcome(
    model: "keras.Model",
    films: Films,
    votes: Votes | None,
    branch: Branch,
    config: StudyConfig,
    started: float,
) -> TrialOutcome:
    recipe = resolve_recipe(config)
    training = recipe.cnn.training if branch == "cnn" else recipe.lstm.training
    compile_model(model, training)

    def after_epoch(state: TrainingState) -> None:
        record = state.history[-1]
        _logger.info("epoch %d: validation loss %.4f", record.epoch, record.val_loss)

    validation = films["validation"]
    state = fit(model, (films["train"], validation), training, config.seed, after_epoch)
    seconds = time.monotonic() - started
    said = predict_parts(model, votes, {"validation": validation})["validation"]
    value = validation_value(validation.labels, said, config.evaluation.min_support)
    return TrialOutcome(
        value=value,
        best_epoch=state.best_epoch,
        epochs=len(state.history),
        parameters=(votes.joined(model) if votes else model).count_params(),
        seconds=seconds,
    )


def _posters(table: pd.DataFrame, folder: "Path", config: StudyConfig) -> Films:
    recipe = resolve_recipe(config)

    def batches(part: Part) -> FilmBatches:
        films = table[table[PART] == part]
        posters = [
            poster_tensor(read_poster(folder / name), recipe.images) for name in films["poster"]
        ]
        return PosterBatches(
            np.stack(posters),
            _labels(films, config),
            recipe.cnn.training.batch_size,
            recipe.cnn.augmentation,
        )

    return {part: batches(part) for part in _PARTS}


def _read(table: pd.DataFrame, config: StudyConfig) -> tuple[pd.DataFrame, list[str]]:
    """Return the table with token ids, and the vocabulary of its training films."""
    text = resolve_recipe(config).text
    vocabulary = fit_vocabulary(table.loc[table[PART] == "train", "overview"].tolist(), text)
    token_ids = tokenize(table["overview"].tolist(), vocabulary, text)
    tokens = pd.Series(token_ids, index=table.index, dtype=object)
    return table.assign(**{TOKENS: tokens}), vocabulary


def _overviews(read: pd.DataFrame, config: StudyConfig) -> Films:
    size = resolve_recipe(config).lstm.training.batch_size

    def batches(part: Part) -> FilmBatches:
        films = read[read[PART] == part]
        return OverviewBatches(films[TOKENS].tolist(), _labels(films, config), size)

    return {part: batches(part) for part in _PARTS}


def _labels(
    films: pd.DataFrame, config: StudyConfig
) -> "np.ndarray[tuple[int, int], np.dtype[np.int8]]":
    return films[list(config.genres)].to_numpy(dtype=np.int8)
