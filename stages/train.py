"""The training of each branch, from stored examples to a stored model with its predictions."""

import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data_contracts.config import StudyConfig
from data_contracts.examples import OVERVIEWS_FILE, PART, TEXT_FILE, TOKENS, VOCABULARY_FILE
from data_contracts.films import ID
from data_contracts.presets import resolve_recipe
from data_contracts.recipe import CnnConfig, TrainingConfig
from data_contracts.references import (
    PARTS,
    Branch,
    EncodingRef,
    ModelRef,
    OverviewExamplesRef,
    Part,
    PosterExamplesRef,
)
from data_contracts.training_record import EpochRecord, TrainingRecord
from modeling.batches import FilmBatches, OverviewBatches, PosterBatches
from modeling.devices import prepare_process
from modeling.first_weights import Models, build_from_seed
from modeling.overview_lstm import build_overview_lstm, fast_twin
from modeling.poster_cnn import build_poster_cnn
from modeling.training import TrainingState, compile_model, fit
from stages.train_encoded import (
    PartFilms,
    encoded_overviews,
    encoded_posters,
    overview_models,
    poster_models,
)
from stages.votes import Votes, fit_overview_votes, fit_poster_votes, predict_parts
from storage.atomic import write_text
from storage.checkpoints import Checkpoint
from storage.content_store import ContentStore
from storage.model_files import save_model
from storage.parquet import read_table, write_table
from storage.tfrecord import open_part
from storage.vocabulary import read_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    import keras

OnEpoch = Callable[[EpochRecord], None]
_KILOBYTES_A_MEGABYTE = 1024


def train_cnn(
    examples: PosterExamplesRef,
    config: StudyConfig,
    store: ContentStore,
    checkpoint: Checkpoint,
    on_epoch: OnEpoch,
    encoding: EncodingRef | None = None,
) -> ModelRef:
    """Train the poster branch, going on from the checkpoint where there is one.

    encoding: what a frozen backbone made of the posters; then its head alone is trained, and
    stored on the backbone. Has to be the first use of TensorFlow in its process.
    """
    recipe = resolve_recipe(config)
    prepare_process(config.threads, config.seed, branch="cnn")
    if encoding is None:
        folder = store.path(examples.sha256)
        parts = {part: _posters(folder, part, recipe.cnn) for part in PARTS}
    else:
        parts = encoded_posters(examples, encoding, config, store)

    def build() -> Models:
        if encoding is not None:
            return poster_models(encoding, parts["train"], config, store)
        cnn = build_poster_cnn(len(config.genres), recipe.images, recipe.cnn)
        return cnn, cnn

    model, trained = build_from_seed(build, config.seed)
    started = time.monotonic()
    votes = fit_poster_votes(_batches(parts), config)
    training = _Training(
        "cnn", model, trained, parts, recipe.cnn.training, config, checkpoint, votes, started
    )
    return training.run(store, on_epoch, extra={})


def train_lstm(
    examples: OverviewExamplesRef,
    config: StudyConfig,
    store: ContentStore,
    checkpoint: Checkpoint,
    on_epoch: OnEpoch,
    encoding: EncodingRef | None = None,
) -> ModelRef:
    """Train the overview branch, going on from the checkpoint where there is one.

    encoding: what a frozen encoder made of the overviews; then its head alone is trained, and
    stored on the encoder. Has to be the first use of TensorFlow in its process. The model's folder
    also holds the vocabulary and text.json, without which its token ids mean nothing.
    """
    recipe = resolve_recipe(config)
    prepare_process(config.threads, config.seed, branch="lstm")
    folder = store.path(examples.sha256)
    films = read_table(folder / OVERVIEWS_FILE)
    if encoding is None:
        size = recipe.lstm.training.batch_size
        parts = {part: _overviews(films[films[PART] == part], config, size) for part in PARTS}
    else:
        parts = encoded_overviews(examples, encoding, config, store)

    def build() -> Models:
        if encoding is not None:
            return overview_models(encoding, config, store)
        lstm = build_overview_lstm(len(config.genres), recipe.text, recipe.lstm)
        return lstm, fast_twin(lstm)

    model, trained = build_from_seed(build, config.seed)
    started = time.monotonic()
    votes = fit_overview_votes(films, read_vocabulary(folder), config)
    training = _Training(
        "lstm", model, trained, parts, recipe.lstm.training, config, checkpoint, votes, started
    )
    beside = {name: (folder / name).read_text("utf-8") for name in (VOCABULARY_FILE, TEXT_FILE)}
    return training.run(store, on_epoch, extra=beside)


@dataclass(frozen=True)
class _Training:
    """model is what is saved; trained, which may be the same, shares its variables.

    votes: what has a say in the answers of the trained network, and took no part in its training.
    started: when the fit of the votes began, by time.monotonic().
    """

    branch: Branch
    model: "keras.Model"
    trained: "keras.Model"
    parts: Mapping[Part, PartFilms]
    recipe: TrainingConfig
    config: StudyConfig
    checkpoint: Checkpoint
    votes: Votes | None
    started: float

    def run(self, store: ContentStore, on_epoch: OnEpoch, extra: Mapping[str, str]) -> ModelRef:
        compile_model(self.trained, self.recipe)
        state = self._fit(on_epoch)
        seconds = time.monotonic() - self.started
        model = self.votes.joined(self.model) if self.votes else self.model
        record = self._record(state, model.count_params(), seconds)
        with store.staging() as folder:
            save_model(model, folder)
            write_table(folder / "predictions.parquet", self._predictions())
            pd.DataFrame(r.model_dump() for r in state.history).to_csv(
                folder / "history.csv", index=False
            )
            for name, content in {**extra, "training.json": record.model_dump_json()}.items():
                write_text(folder / name, content)
            digest = store.commit(folder)
        self.checkpoint.delete()
        return ModelRef(
            sha256=digest,
            branch=self.branch,
            parameters=record.parameters,
            epochs=len(state.history),
            best_epoch=state.best_epoch,
        )

    def _fit(self, on_epoch: OnEpoch) -> TrainingState:
        def after_epoch(state: TrainingState) -> None:
            _save(self.checkpoint, state)
            on_epoch(state.history[-1])

        films = (self.parts["train"].batches, self.parts["validation"].batches)
        resume = _load(self.checkpoint)
        return fit(self.trained, films, self.recipe, self.config.seed, after_epoch, resume)

    def _record(self, state: TrainingState, parameters: int, seconds: float) -> TrainingRecord:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES_A_MEGABYTE
        return TrainingRecord(
            parameters=parameters,
            best_epoch=state.best_epoch,
            seed=self.config.seed,
            threads=self.config.threads,
            seconds=seconds,
            peak_memory_mb=peak,
            history=state.history,
        )

    def _predictions(self) -> pd.DataFrame:
        said = predict_parts(self.trained, self.votes, _batches(self.parts))
        frames = []
        for part, probabilities in said.items():
            frame = pd.DataFrame(probabilities, columns=pd.Index(self.config.genres))
            frame.insert(0, ID, self.parts[part].ids)
            frame.insert(1, PART, part)
            frames.append(frame)
        return pd.concat(frames).sort_values(ID, ignore_index=True)


def _batches(parts: Mapping[Part, PartFilms]) -> dict[Part, FilmBatches]:
    return {part: films.batches for part, films in parts.items()}


def _posters(folder: "Path", part: Part, cnn: CnnConfig) -> PartFilms:
    examples = open_part(folder, part)
    batches = PosterBatches(
        examples.posters, examples.labels, cnn.training.batch_size, cnn.augmentation
    )
    return PartFilms(examples.ids, batches)


def _overviews(films: pd.DataFrame, config: StudyConfig, batch_size: int) -> PartFilms:
    labels = films[list(config.genres)].to_numpy(dtype=np.int8)
    token_ids = [np.asarray(ids, dtype=np.int32) for ids in films[TOKENS]]
    return PartFilms(films[ID].tolist(), OverviewBatches(token_ids, labels, batch_size))


def _save(checkpoint: Checkpoint, state: TrainingState) -> None:
    arrays = {
        "weights": state.weights,
        "optimizer": state.optimizer,
        "best_weights": state.best_weights,
    }
    checkpoint.save(arrays, state.history)


def _load(checkpoint: Checkpoint) -> TrainingState | None:
    stored = checkpoint.load()
    if stored is None:
        return None
    arrays, history = stored
    return TrainingState(arrays["weights"], arrays["optimizer"], arrays["best_weights"], history)
