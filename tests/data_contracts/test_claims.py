import json

import pytest
from pydantic import ValidationError

from data_contracts.claims import CLAIMS, BetterAt, Claim
from data_contracts.config import StudyConfig
from data_contracts.films import GENRES


def test_the_study_makes_five_claims_about_genres_that_exist() -> None:
    assert len({claim.key for claim in CLAIMS}) == len(CLAIMS) == 5
    named = {
        genre for claim in CLAIMS for rule in claim.rules for genre in getattr(rule, "genres", ())
    }
    assert named <= set(GENRES)


def test_settings_can_add_a_claim() -> None:
    claim = {
        "key": "war-shows",
        "claim": "Posters tell war films.",
        "rules": [{"kind": "better at", "modality": "poster", "genres": ["War"]}],
    }
    config = StudyConfig.model_validate_json(json.dumps({"claims": [claim]}))
    assert config.claims[0].rules == (BetterAt(modality="poster", genres=("War",)),)
    assert config.claims[0].source == "these settings"


@pytest.mark.parametrize(
    "broken",
    [
        {"rules": []},
        {"rules": [{"kind": "is nicer"}]},
        {"rules": [{"kind": "better at", "modality": "poster", "genres": []}]},
        {"key": "No Key"},
        {"claim": ""},
    ],
)
def test_a_claim_that_nothing_can_decide_is_refused(broken: dict[str, object]) -> None:
    rules = [{"kind": "better at", "modality": "poster", "genres": ["War"]}]
    with pytest.raises(ValidationError):
        Claim.model_validate({"key": "mine", "claim": "So.", "rules": rules, **broken})
