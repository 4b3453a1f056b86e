import optuna
import pytest

from data_contracts.errors import ConfigError
from data_contracts.presets import PRESETS
from data_contracts.recipe import LstmConfig, Recipe
from stages.search_space import SPACES, parameters_of, require_searchable, settings_of, suggest

BASE = PRESETS["tuned"]


@pytest.mark.parametrize("branch", SPACES)
def test_a_recipes_own_values_give_the_recipe_back(branch):
    parameters = parameters_of(BASE, branch)

    assert suggest(optuna.trial.FixedTrial(parameters), branch, BASE) == BASE


@pytest.mark.parametrize("branch", SPACES)
def test_a_trial_changes_settings_of_its_branch_alone(branch):
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=3))

    recipe = suggest(study.ask(), branch, BASE)

    other = "lstm" if branch == "cnn" else "cnn"
    assert getattr(recipe, branch) != getattr(BASE, branch)
    assert getattr(recipe, other) == getattr(BASE, other)


def test_values_out_of_the_space_are_left_to_the_search():
    odd = Recipe(lstm=LstmConfig(units=(7,), dropout=0.9, word_dropout=0.5))

    parameters = parameters_of(odd, "lstm")

    assert "lstm.units" not in parameters
    assert "lstm.dropout" not in parameters
    assert parameters["lstm.word_dropout"] == 0.5


def test_parameters_are_read_back_as_settings():
    settings = settings_of(parameters_of(BASE, "cnn"), "cnn")

    assert settings["images"] == {"height": BASE.images.height, "width": BASE.images.width}
    assert settings["cnn.training.weight_decay"] == BASE.cnn.training.weight_decay


@pytest.mark.parametrize(
    ("branch", "named"),
    [("cnn", "cnn.backbone is efficientnet-lite2"), ("lstm", "lstm.encoder is mpnet-base")],
)
def test_a_branch_on_a_pretrained_network_is_not_searched(branch, named):
    require_searchable(BASE, branch)

    with pytest.raises(ConfigError, match=f"{named}, and a search is of networks"):
        require_searchable(PRESETS["pretrained"], branch)
