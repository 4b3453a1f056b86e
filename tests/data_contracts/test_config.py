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
        {"repeats": 0},
        {"repeats": 21},
        {"threads": 0},
        {"preset": "fast"},
        {"genres": ["Drama"]},
        {"data": ""},
        {"split": {"test": 0}},
        {"split": {"validation": 1.0}},
        {"split": {"folds": 21}},
        {"split": {"folds": 5, "fold": 6}},
        {"split": {"folds": 5}, "last_accepted": "latest"},
        {"recipe": {"cnn": {"block_dropout": 1.0}}},
        {"evaluation": {"resamples": 1}},
        {"unknown": 1},
    ],
)
def test_settings_out_of_range_are_refused(settings):
    with pytest.raises(ValidationError):
        StudyConfig.model_validate(settings)


@pytest.mark.parametrize(
    ("genres", "sentence"),
    [
        (["Drama", "Drama", "War"], r"each genre may be named once, got \['Drama', 'Drama'\]"),
        (["Id", "Drama"], "the genre 'Id' is a column of the workflow's own tables: rename"),
        (["auto", "a|b"], r"the genre 'a\|b' holds '\|', which stands between genres"),
    ],
)
def test_genres_must_be_told_apart(genres, sentence):
    with pytest.raises(ValidationError, match=sentence):
        StudyConfig(genres=genres)


def test_the_held_out_shares_leave_films_to_train_on():
    with pytest.raises(ValidationError, match=r"got 0\.5 \+ 0\.45: lower one of them"):
        SplitConfig(test=0.5, validation=0.45)


def test_folds_leave_films_to_train_on():
    with pytest.raises(ValidationError, match=r"got 0\.5 \+ 0\.45: lower one of them"):
        SplitConfig(folds=2, validation=0.45)


def test_a_split_may_have_a_seed_of_its_own():
    assert StudyConfig(seed=3).split_seed == 3
    assert StudyConfig(seed=3, split=SplitConfig(seed=0)).split_seed == 0


def test_settings_survive_a_file():
    config = StudyConfig(data="films", seed=9, threads=2)

    assert StudyConfig.model_validate_json(config.model_dump_json()) == config
