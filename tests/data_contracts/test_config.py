import pytest
from pydantic import BaseModel, ValidationError

from data_contracts.config import SplitConfig, StudyConfig


def models_of(model: type[BaseModel]) -> set[type[BaseModel]]:
    found = {model}
    for field in model.model_fields.values():
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                found |= models_of(part)
    return found


def test_every_setting_is_described_or_a_group_of_settings():
    # The settings are the form in the Prefect UI: a field without words is a riddle there.
    for model in models_of(StudyConfig):
        for name, field in model.model_fields.items():
            group = isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
            assert field.description or group, f"{model.__name__}.{name}"


def test_settings_cannot_change():
    with pytest.raises(ValidationError, match="frozen"):
        StudyConfig().seed = 2


@pytest.mark.parametrize(
    "settings",
    [
        {"seed": -1},
        {"threads": 0},
        {"preset": "fast"},
        {"genres": ["Drama"]},
        {"split": {"test": 0}},
        {"split": {"validation": 1.0}},
        {"recipe": {"cnn": {"block_dropout": 1.0}}},
        {"recipe": {"images": {"height": 100_000}}},
        {"evaluation": {"resamples": 1}},
        {"unknown": 1},
    ],
)
def test_settings_out_of_range_are_refused(settings):
    with pytest.raises(ValidationError):
        StudyConfig.model_validate(settings)


def test_the_held_out_shares_leave_films_to_train_on():
    with pytest.raises(ValidationError, match=r"got 0\.5 \+ 0\.45: lower one of them"):
        SplitConfig(test=0.5, validation=0.45)


def test_settings_survive_a_file():
    config = StudyConfig(data="films", seed=9, threads=2)

    assert StudyConfig.model_validate_json(config.model_dump_json()) == config
