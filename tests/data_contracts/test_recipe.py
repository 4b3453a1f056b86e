import pytest
from pydantic import ValidationError

from data_contracts.recipe import CnnConfig, Recipe


@pytest.mark.parametrize(
    "settings",
    [
        {"cnn": {"block_dropout": 1.0}},
        {"images": {"height": 100_000}},
        {"lstm": {"units": []}},
        {"text": {"vocabulary_size": 2}},
        {"unknown": 1},
    ],
)
def test_a_recipe_out_of_range_is_refused(settings):
    with pytest.raises(ValidationError):
        Recipe.model_validate(settings)


def test_a_recipe_survives_a_file():
    recipe = Recipe.model_validate({"lstm": {"units": [8]}, "images": {"height": 32}})

    assert Recipe.model_validate_json(recipe.model_dump_json()) == recipe


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"text": {"tokenizer": "wordpiece"}}, "an encoder reads wordpiece"),
        ({"lstm": {"encoder": "minilm-l6"}}, "an encoder reads wordpiece"),
        ({"lstm": {"encoder": "mpnet-base"}}, "an encoder reads wordpiece"),
        (
            {
                "text": {"tokenizer": "wordpiece", "max_tokens": 511},
                "lstm": {"encoder": "minilm-l6"},
            },
            "at most 510",
        ),
        (
            {
                "text": {"tokenizer": "wordpiece", "max_tokens": 511},
                "lstm": {"encoder": "mpnet-base"},
            },
            "at most 510",
        ),
    ],
)
def test_an_encoder_goes_with_its_word_pieces_alone(settings, said):
    with pytest.raises(ValidationError, match=said):
        Recipe.model_validate(settings)


def test_patches_have_no_vote_under_a_backbone() -> None:
    with pytest.raises(ValidationError, match="patch_votes must be 0 under the backbone"):
        CnnConfig(backbone="efficientnet-lite0", patch_votes=0.5)

    assert CnnConfig(patch_votes=0.5).backbone == "none"


def test_features_vote_where_there_is_a_backbone_to_give_them() -> None:
    with pytest.raises(ValidationError, match=r"must be 0 without a backbone, got 0\.5"):
        CnnConfig(feature_votes=0.5)

    assert CnnConfig(backbone="efficientnet-lite0", feature_votes=0.5).feature_votes == 0.5
