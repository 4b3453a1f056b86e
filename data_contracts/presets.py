"""Named recipes, each derived from the published one rather than copied from it."""

from data_contracts.config import (
    CnnConfig,
    LstmConfig,
    Preset,
    Recipe,
    StudyConfig,
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

PRESETS: dict[Preset, Recipe] = {"smoke": SMOKE, "reference": REFERENCE}


def resolve_recipe(config: StudyConfig) -> Recipe:
    """Return the recipe that a study trains: its own where it has one, else its preset's."""
    return config.recipe if config.recipe is not None else PRESETS[config.preset]
