from data_contracts.config import StudyConfig
from data_contracts.presets import PRESETS, resolve_recipe
from data_contracts.recipe import Recipe


def test_the_reference_is_the_published_recipe():
    recipe = PRESETS["reference"]

    assert (recipe.images.height, recipe.images.width) == (64, 64)
    assert (recipe.text.vocabulary_size, recipe.text.max_tokens) == (10_000, 200)
    for branch, epochs in ((recipe.cnn, 40), (recipe.lstm, 20)):
        training = branch.training
        assert (training.epochs, training.batch_size) == (epochs, 64)
        assert (training.learning_rate, training.constant_epochs, training.decay) == (
            1e-4,
            10,
            0.01,
        )


def test_the_preset_names_the_recipe():
    assert resolve_recipe(StudyConfig(preset="reference")) == PRESETS["reference"]
    assert resolve_recipe(StudyConfig(preset="smoke")) == PRESETS["smoke"]


def test_a_recipe_of_ones_own_wins_over_the_preset():
    own = Recipe.model_validate({"lstm": {"dropout": 0.1}})

    assert resolve_recipe(StudyConfig(preset="smoke", recipe=own)) == own
