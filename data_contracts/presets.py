"""Named recipes, each derived from the published one rather than copied from it."""

from data_contracts.config import Preset, StudyConfig
from data_contracts.recipe import (
    AugmentationConfig,
    CnnConfig,
    ImageConfig,
    LstmConfig,
    Recipe,
    TextConfig,
    TrainingConfig,
)

REFERENCE = Recipe()

SMOKE = Recipe(
    text=TextConfig(vocabulary_size=2_000, max_tokens=60),
    cnn=CnnConfig(
        block_filters=(32, 64),
        dense_units=(128,),
        training=TrainingConfig(epochs=12, batch_size=32, learning_rate=1e-3),
    ),
    lstm=LstmConfig(
        embedding_size=32,
        units=(32,),
        dropout=0.2,
        recurrent_dropout=0.0,
        dense_units=64,
        dense_dropout=0.3,
        training=TrainingConfig(epochs=14, batch_size=16, learning_rate=3e-3),
    ),
)

_TUNED_TRAINING = TrainingConfig(
    epochs=15,
    schedule="cosine",
    averaging=0.98,
    prior_bias=True,
)

TUNED = Recipe(
    images=ImageConfig(height=64, width=64),
    cnn=CnnConfig(
        stem_filters=16,
        block_filters=(32, 64, 128, 256),
        normalisation="batch",
        pooling="average",
        block_dropout=0.0899,
        dense_units=(),
        patch_votes=0.671,
        augmentation=AugmentationConfig(flip=True, shift=0.04, light=0.186),
        training=_TUNED_TRAINING.model_copy(
            update={"learning_rate": 2.44e-3, "weight_decay": 2.04e-3}
        ),
    ),
    lstm=LstmConfig(
        embedding_size=128,
        word_dropout=0.324,
        units=(64,),
        dropout=0.136,
        recurrent_dropout=0.0,
        pooling="mean-max",
        dense_units=0,
        dense_dropout=0.243,
        ngram_votes=0.669,
        training=_TUNED_TRAINING.model_copy(
            update={"learning_rate": 3.39e-3, "weight_decay": 1.23e-2}
        ),
    ),
)
"""The best trials of a search on validation films; docs/models.md has its table."""

PRETRAINED = Recipe(
    images=ImageConfig(height=300, width=150),
    text=TextConfig(max_tokens=128, tokenizer="wordpiece"),
    cnn=CnnConfig(
        backbone="efficientnet-lite2",
        backbone_scale=1.5,
        block_dropout=0.5,
        dense_units=(256,),
        dense_dropout=0.5,
        feature_votes=0.8,
        training=_TUNED_TRAINING.model_copy(
            update={"epochs": 30, "learning_rate": 3e-4, "weight_decay": 0.0}
        ),
    ),
    lstm=LstmConfig(
        encoder="mpnet-base",
        units=(128,),
        dropout=0.2,
        recurrent_dropout=0.0,
        dense_units=256,
        dense_dropout=0.5,
        ngram_votes=0.4,
        training=_TUNED_TRAINING.model_copy(
            update={"epochs": 16, "learning_rate": 1e-3, "weight_decay": 0.01}
        ),
    ),
)
"""Posters at the size that posters commonly have; both networks' weights come from packages."""

PRESETS: dict[Preset, Recipe] = {
    "smoke": SMOKE,
    "reference": REFERENCE,
    "tuned": TUNED,
    "pretrained": PRETRAINED,
}


def resolve_recipe(config: StudyConfig) -> Recipe:
    """Return the recipe that a study trains: its own where it has one, else its preset's."""
    return config.recipe if config.recipe is not None else PRESETS[config.preset]
