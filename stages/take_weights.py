"""The weights of the pretrained networks that a recipe names, taken into the store."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from pydantic import ValidationError

from data_contracts.config import StudyConfig
from data_contracts.errors import WeightsError
from data_contracts.presets import resolve_recipe
from data_contracts.recipe import Recipe
from data_contracts.references import PretrainedRef, WeightsRef
from modeling.encoder_kinds import KIND_OF
from modeling.encoder_weights import WORDS
from modeling.text_encoder import EncoderConfig
from modeling.wordpiece import own_order
from storage.atomic import write_text
from storage.content_store import ContentStore
from storage.pretrained_weights import (
    CONFIG_FILE,
    ENCODER_VOCABULARY,
    ENCODER_WEIGHTS,
    WEIGHTS_FILE,
    open_weights,
    read_weights,
    write_weights,
)
from storage.vocabulary import write_vocabulary


def asks_for_weights(recipe: Recipe) -> bool:
    """Tell whether a recipe names a pretrained network."""
    return recipe.cnn.backbone != "none" or recipe.lstm.encoder != "none"


def take_weights(config: StudyConfig, store: ContentStore) -> PretrainedRef:
    """Store each pretrained network that the recipe names: its arrays, and an encoder's vocabulary.

    From then on a run depends on what is in the store, not on what is installed. The words' rows
    are put into the order of our token ids.

    Raises WeightsError where weights are missing or not those of such a network.
    """
    recipe = resolve_recipe(config)
    cnn, lstm = recipe.cnn, recipe.lstm
    return PretrainedRef(
        backbone=None
        if cnn.backbone == "none"
        else _take_backbone(cnn.backbone, cnn.backbone_weights, store),
        encoder=None
        if lstm.encoder == "none"
        else _take_encoder(lstm.encoder, lstm.encoder_weights, store),
    )


def _take_backbone(name: str, path: str | None, store: ContentStore) -> WeightsRef:
    with open_weights(name, path) as source:
        arrays = read_weights(source)
    # The classifier of ImageNet's thousand classes and the counters of its training are not used.
    kept = {n: a for n, a in arrays.items() if not n.startswith("_fc") and a.ndim}
    with store.staging() as folder:
        write_weights(kept, folder / WEIGHTS_FILE)
        return WeightsRef(sha256=store.commit(folder), name=name)


def _take_encoder(name: str, path: str | None, store: ContentStore) -> WeightsRef:
    with open_weights(name, path) as source:
        config = _config(name, source / CONFIG_FILE)
        arrays = _encoder_arrays(source / ENCODER_WEIGHTS)
        pieces = _text(source / ENCODER_VOCABULARY).split("\n")[: len(arrays[WORDS])]
    vocabulary, rows = own_order(pieces, config.model_type)
    kept = {n: a for n, a in arrays.items() if n.startswith(("embeddings.", "encoder."))}
    kept.pop("embeddings.position_ids", None)
    with store.staging() as folder:
        write_weights({**kept, WORDS: arrays[WORDS][rows]}, folder / WEIGHTS_FILE)
        write_text(folder / CONFIG_FILE, config.model_dump_json())
        write_vocabulary(vocabulary, folder)
        return WeightsRef(sha256=store.commit(folder), name=name)


def _config(name: str, path: Path) -> EncoderConfig:
    try:
        config = EncoderConfig.model_validate_json(_text(path))
    except ValidationError as error:
        wrong = error.errors()[0]
        raise WeightsError(
            f"{path}: it does not describe an encoder that is known here ("
            f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}); name the folder of another one"
        ) from error
    if config.model_type != KIND_OF[name]:
        raise WeightsError(
            f"{path}: an encoder {name} is of the kind {KIND_OF[name]} and this is one of the kind "
            f"{config.model_type}; name another folder, or the encoder that it holds"
        )
    return config


def _encoder_arrays(path: Path) -> Mapping[str, NDArray[Any]]:
    arrays = read_weights(path)
    if WORDS not in arrays:
        raise WeightsError(
            f"{path}: it lacks {WORDS}, which an encoder has; name a folder with the encoder alone"
        )
    return arrays


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise WeightsError(
            f"{path}: cannot be read ({error}); name a folder with {ENCODER_WEIGHTS}, "
            f"{CONFIG_FILE} and {ENCODER_VOCABULARY}"
        ) from error
