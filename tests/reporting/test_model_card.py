import re

import pytest

from data_contracts.examples import TextReading
from data_contracts.fusion_head import FusionHead
from data_contracts.predictor import (
    Deciding,
    PackagedFusion,
    PackagedModel,
    Predictor,
    ProbabilityMap,
)
from data_contracts.presets import resolve_recipe
from data_contracts.recipe import ImageConfig
from reporting.model_card import model_card


def predictor_of(results) -> Predictor:
    genres = results.metrics.genres
    deciding = Deciding(
        calibration=ProbabilityMap(), threshold=0.3, genre_thresholds=(0.3,) * len(genres)
    )
    model = PackagedModel(sha256="a" * 64, **dict(deciding))
    return Predictor(
        genres=genres,
        images=ImageConfig(height=32, width=20),
        text=TextReading(max_tokens=44),
        models={"cnn": model, "lstm": model.model_copy(update={"not_lite": "an odd operation"})},
    )


def test_the_card_says_what_the_models_are_and_what_they_cannot(results) -> None:
    card = model_card(results, predictor_of(results))

    assert re.findall(r"^## (.+)$", card, re.MULTILINE) == [
        *("Models", "Intended use", "Data", "Figures", "Known failures", "Limits"),
        "Weights and licences",
    ]
    assert "There is no LiteRT file of it: an odd operation." in card
    assert "the first 44 words are read" in card
    assert "32 x 20 pixels" in card
    assert "no weights of others" in card


def test_weights_of_others_are_named_with_their_licence(results) -> None:
    recipe = resolve_recipe(results.config)
    cnn = recipe.cnn.model_copy(update={"backbone": "efficientnet-lite0"})
    config = results.config.model_copy(update={"recipe": recipe.model_copy(update={"cnn": cnn})})

    card = model_card(results.model_copy(update={"config": config}), predictor_of(results))

    assert "The weights of efficientnet-lite0 (Apache 2.0) were trained by others" in card


@pytest.mark.parametrize("encoder", ["minilm-l6", "mpnet-base"])
def test_an_encoders_weights_are_named_with_their_licence(results, encoder) -> None:
    recipe = resolve_recipe(results.config)
    lstm = recipe.lstm.model_copy(update={"encoder": encoder})
    config = results.config.model_copy(update={"recipe": recipe.model_copy(update={"lstm": lstm})})

    card = model_card(results.model_copy(update={"config": config}), predictor_of(results))

    assert f"The weights of {encoder} (Apache 2.0) were trained by others" in card


def test_a_head_is_described_where_there_is_one(results) -> None:
    predictor = predictor_of(results)
    both = len(predictor.genres)
    head = FusionHead(
        centres=(0.0,) * 2 * both,
        factors=(1.0,) * 2 * both,
        coefficients=(None,) * both,
        intercepts=(0.0,) * both,
    )
    deciding = dict(predictor.models["cnn"])
    fusion = PackagedFusion(
        weights=(0.5,) * both,
        head=head,
        **{name: deciding[name] for name in Deciding.model_fields},
    )

    headed = predictor.model_copy(update={"fusion": fusion})

    assert "joint head" in model_card(results, headed)
    assert "joint head" not in model_card(results, predictor)
