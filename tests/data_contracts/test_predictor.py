"""What stands in predictor.json, and what may not."""

from typing import get_args

import pytest
from pydantic import ValidationError

from data_contracts.fusion_head import FusionHead
from data_contracts.predictor import (
    LITE_FILES,
    PackagedFusion,
    PackagedModel,
    Predictor,
    ProbabilityMap,
)
from data_contracts.recipe import ImageConfig
from data_contracts.references import Branch

DECIDING = {"calibration": ProbabilityMap(), "threshold": 0.3, "genre_thresholds": (0.2, 0.4)}


def test_each_branch_has_a_file_of_its_own() -> None:
    assert set(LITE_FILES) == set(get_args(Branch))
    assert len(set(LITE_FILES.values())) == len(LITE_FILES)


def test_a_predictor_comes_back_from_json_as_it_was() -> None:
    predictor = Predictor(
        genres=("Drama", "War"),
        images=ImageConfig(height=16, width=16),
        models={"cnn": PackagedModel(sha256="a" * 64, **DECIDING)},
        fusion=PackagedFusion(weights=(0.5, 0.7), **DECIDING),
    )

    assert Predictor.model_validate_json(predictor.model_dump_json()) == predictor
    assert predictor.text is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("sha256", "not a digest"), ("threshold", 1.2), ("threshold", -0.1)],
)
def test_a_model_out_of_bounds_is_refused(field, value) -> None:
    with pytest.raises(ValidationError, match=field):
        PackagedModel(**{"sha256": "a" * 64, **DECIDING, field: value})


def test_a_map_that_turns_probabilities_round_is_refused() -> None:
    with pytest.raises(ValidationError, match="slope"):
        ProbabilityMap(slope=0)


def test_a_head_comes_back_too_and_an_earlier_fusion_has_none() -> None:
    head = FusionHead(
        centres=(0.1, -0.2),
        factors=(1.0, 3.0),
        coefficients=((0.3, 1 / 3),),
        intercepts=(-1.5,),
    )
    fusion = PackagedFusion(weights=(0.5,), head=head, **DECIDING)
    earlier = fusion.model_dump(mode="json", exclude={"head"})

    assert PackagedFusion.model_validate_json(fusion.model_dump_json()) == fusion
    assert PackagedFusion.model_validate(earlier) == fusion.model_copy(update={"head": None})
