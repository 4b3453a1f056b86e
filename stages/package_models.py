"""All that answering for new films takes, put into one folder: models, thresholds, weights."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data_contracts.config import StudyConfig
from data_contracts.errors import StoreError
from data_contracts.examples import TEXT_FILE, VOCABULARY_FILE, TextReading
from data_contracts.films import ID, OVERVIEW_TEXT
from data_contracts.intake import POSTERS_TABLE
from data_contracts.posters import POSTER_STATISTICS
from data_contracts.predictor import (
    LITE_FILES,
    PREDICTOR_FILE,
    TRAINING_FILMS_FILE,
    PackagedFusion,
    PackagedModel,
    Predictor,
)
from data_contracts.presets import resolve_recipe
from data_contracts.references import (
    AcceptedRef,
    Branch,
    EvaluationRef,
    ModelRef,
    PredictorRef,
    SplitRef,
    TablesRef,
)
from modeling.arrays import ProbabilityArray
from modeling.deciding import fit_deciding, fit_fusion
from modeling.devices import prepare_process
from modeling.fusion import fuse_models
from modeling.fusion_head import headed
from modeling.plain_text import plain_token_ids
from stages.evaluate import read_metrics
from stages.lite_files import SaidOfOverviews, lite_file, small_lite_file
from stages.study_films import (
    LABELS_FILE,
    PREDICTIONS_FILE,
    StudyFilms,
    read_overviews,
    read_study_films,
)
from storage.atomic import write_bytes, write_text
from storage.content_store import ContentStore
from storage.model_files import load_model
from storage.parquet import read_table, write_table
from storage.vocabulary import read_vocabulary

TRIED_OVERVIEWS: Final = 64
"""Validation films that a model with weights of 8 bits is tried on."""


def package_models(
    models: tuple[ModelRef, ...],
    evaluation: EvaluationRef,
    films: tuple[TablesRef, AcceptedRef, SplitRef],
    config: StudyConfig,
    store: ContentStore,
) -> PredictorRef:
    """Store what data_contracts/predictor.py describes, of one model of each branch.

    Both together are what the evaluation measured: where it kept a joint head, the head is fitted
    to these models as it was there. A model that cannot be converted to LiteRT, or then says
    something else, is left to Keras, and the predictor says so. A model on a pretrained encoder
    gets weights of 8 bits where these say nearly the same of validation films. Has to be the first
    use of TensorFlow in its process.
    """
    prepare_process(config.threads, config.seed)
    tables, accepted, split = films
    known = read_study_films(accepted, split, config.genres, store)
    measured = read_metrics(evaluation, store).fusion
    said = {
        model.branch: known.read_predictions(store.path(model.sha256) / PREDICTIONS_FILE)
        for model in models
    }
    with store.staging() as folder:
        text = _text(models, folder, store)
        tried = _tried(said["lstm"], (accepted, known), text, folder, store) if text else None
        packaged = {
            model.branch: _packaged(
                model,
                said[model.branch],
                known,
                tried if model.branch == "lstm" else None,
                folder,
                store,
            )
            for model in models
        }
        predictor = Predictor(
            genres=config.genres,
            images=resolve_recipe(config).images,
            text=text,
            models=packaged,
            fusion=_fusion(said, known, head=measured is not None and measured.headed),
        )
        write_table(folder / TRAINING_FILMS_FILE, _training_films(tables, accepted, known, store))
        write_text(folder / PREDICTOR_FILE, predictor.model_dump_json(indent=2))
        return PredictorRef(sha256=store.commit(folder), branches=tuple(packaged))


def _packaged(
    model: ModelRef,
    said: ProbabilityArray,
    known: StudyFilms,
    tried: SaidOfOverviews | None,
    folder: Path,
    store: ContentStore,
) -> PackagedModel:
    validation = known.parts == "validation"
    deciding = dict(fit_deciding(known.labels[validation], said[validation]))
    kept = load_model(store.path(model.sha256))
    try:
        lite = lite_file(kept, model.branch) if tried is None else small_lite_file(kept, tried)
    except StoreError as error:
        return PackagedModel(sha256=model.sha256, not_lite=str(error), **deciding)
    write_bytes(folder / LITE_FILES[model.branch], lite.content)
    return PackagedModel(sha256=model.sha256, eight_bit_error=lite.eight_bit_error, **deciding)


def _tried(
    said: ProbabilityArray,
    films: tuple[AcceptedRef, StudyFilms],
    text: TextReading,
    folder: Path,
    store: ContentStore,
) -> SaidOfOverviews | None:
    """Return what a model on a pretrained encoder says of some validation films, else None."""
    if text.tokenizer != "wordpiece":
        return None
    accepted, known = films
    validation = np.flatnonzero(known.parts == "validation")
    evenly = np.linspace(0, len(validation) - 1, TRIED_OVERVIEWS).astype(np.intp)
    places = validation[np.unique(evenly)]
    overviews = read_overviews(accepted, store)
    shown = [overviews[place] for place in places]
    return SaidOfOverviews(plain_token_ids(shown, read_vocabulary(folder), text), said[places])


def _fusion(
    said: Mapping[Branch, ProbabilityArray], known: StudyFilms, *, head: bool
) -> PackagedFusion | None:
    if len(said) < len(LITE_FILES):
        return None
    validation, pair = known.parts == "validation", (said["cnn"], said["lstm"])
    fused = fuse_models(known.labels, validation, *pair)
    if head:
        fused = headed(known.labels, validation, pair, fused)
    return fit_fusion(known.labels[validation], fused.of(validation))


def _text(models: tuple[ModelRef, ...], folder: Path, store: ContentStore) -> TextReading | None:
    """Copy the vocabulary, and return how overviews are read; None without a model of them."""
    for model in models:
        if model.branch == "lstm":
            stored = store.path(model.sha256)
            write_bytes(folder / VOCABULARY_FILE, (stored / VOCABULARY_FILE).read_bytes())
            return TextReading.model_validate_json((stored / TEXT_FILE).read_bytes())
    return None


def _training_films(
    tables: TablesRef, accepted: AcceptedRef, known: StudyFilms, store: ContentStore
) -> pd.DataFrame:
    labels = read_table(store.path(accepted.labels.sha256) / LABELS_FILE)
    posters = read_table(store.path(tables.sha256) / POSTERS_TABLE).set_index("file")
    looks = posters.loc[labels["poster"], list(POSTER_STATISTICS)].reset_index(drop=True)
    table = pd.DataFrame({ID: known.ids, OVERVIEW_TEXT: read_overviews(accepted, store)})
    train: pd.DataFrame = pd.concat([table, looks], axis="columns")[known.parts == "train"]
    return train
