"""A run's models as files that need nothing of this project."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_contracts.config import StudyConfig
from data_contracts.errors import RunError, StoreError
from data_contracts.examples import TEXT_FILE, VOCABULARY_FILE
from data_contracts.predictor import LITE_FILES, PREDICTOR_FILE, PackagedModel
from data_contracts.references import Branch
from modeling.devices import prepare_process
from modeling.standalone import standalone_overviews, standalone_posters
from reporting.model_card import model_card
from stages.lite_files import lite_file
from stages.predictors import Packaged, find_predictors
from stages.report import load_results
from storage.atomic import write_bytes, write_text
from storage.model_files import load_model, save_saved_model
from storage.runs import RunFolder, Workspace, read_model

if TYPE_CHECKING:
    import keras

NAMES: Final[dict[Branch, str]] = {"cnn": "poster", "lstm": "overview"}
CARD: Final = "model_card.md"


def export_run(workspace: Workspace, run: RunFolder, target: Path) -> list[str]:
    """Write a run's models into a new folder; return the names of what is in it.

    For each model <name>.keras (modeling/standalone.py), <name>_saved_model and <name>.tflite,
    the last two of token ids where the model reads overviews, all of the model's own weights;
    vocabulary.txt and text.json, which make those; predictor.json, and a model card. Needs a
    process that has not used TensorFlow.

    Raises RunError where the folder is there and not empty, or the run left no models.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise RunError(f"{target}: it is there already and not empty; name a new folder")
    predictors = find_predictors(workspace, run.run_id)
    results = load_results(run)
    config = read_model(run.config, StudyConfig)
    prepare_process(config.threads, config.seed)
    target.mkdir(parents=True, exist_ok=True)
    models = {
        branch: _export(packaged, workspace, target)
        for branch, packaged in predictors.by_branch.items()
    }
    first = next(iter(predictors.by_branch.values()))
    exported = first.predictor.model_copy(update={"models": models})
    write_text(target / PREDICTOR_FILE, exported.model_dump_json(indent=2))
    write_text(target / CARD, model_card(results, exported))
    return sorted(path.name for path in target.iterdir())


def _export(packaged: Packaged, workspace: Workspace, target: Path) -> PackagedModel:
    """Write the files of one model; return how they are to be read."""
    stored = workspace.store.path(packaged.model.sha256)
    model, name = load_model(stored), NAMES[packaged.branch]
    save_saved_model(model, target / f"{name}_saved_model")
    _standalone(model, packaged).save(target / f"{name}.keras", include_optimizer=False)
    if packaged.branch == "lstm":
        for beside in (VOCABULARY_FILE, TEXT_FILE):
            shutil.copyfile(stored / beside, target / beside)
    return _export_lite(packaged, model, target / LITE_FILES[packaged.branch])


def _export_lite(packaged: Packaged, model: "keras.Model", path: Path) -> PackagedModel:
    if packaged.model.not_lite is not None:
        return packaged.model
    if packaged.model.eight_bit_error is None:
        shutil.copyfile(packaged.folder / path.name, path)
        return packaged.model
    own = packaged.model.model_copy(update={"eight_bit_error": None})
    try:
        write_bytes(path, lite_file(model, packaged.branch).content)
    except StoreError as error:  # packaging tried 8 bits alone
        return own.model_copy(update={"not_lite": str(error)})
    return own


def _standalone(model: "keras.Model", packaged: Packaged) -> "keras.Model":
    told = packaged.predictor
    if packaged.branch == "lstm" and told.text is not None:
        if told.text.tokenizer == "wordpiece":
            return model  # Keras has no layer that cuts words into pieces: it takes token ids
        return standalone_overviews(model, packaged.vocabulary(), told.text, told.genres)
    return standalone_posters(model, told.images, told.genres)
