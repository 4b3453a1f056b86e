import math

import pytest

from data_contracts.config import StudyConfig
from data_contracts.presets import PRESETS
from data_contracts.tuning import TrialOutcome, TuningFilmsRef
from stages.search import Search

FILMS = TuningFilmsRef(sha256="a" * 64, train=10, validation=5)


@pytest.fixture
def config(tmp_path) -> StudyConfig:
    return StudyConfig(preset="tuned", output=str(tmp_path / "tuning"))


def outcome(value: float) -> TrialOutcome:
    return TrialOutcome(value=value, best_epoch=1, epochs=2, parameters=3, seconds=4.0)


def tried(search: Search, values: list[float]) -> list:
    recipes = []
    for value in values:
        number, recipe = search.ask()
        recipes.append(recipe)
        search.tell(number, outcome(value))
    return recipes


def test_the_first_trial_is_the_base_recipe_itself(config):
    first, second = tried(Search(FILMS, "lstm", config), [0.1, 0.2])

    assert first == PRESETS["tuned"] != second


def test_a_search_goes_on_where_it_stood(config):
    undisturbed = tried(Search(FILMS, "lstm", config), [0.1, 0.3, 0.2])
    other = config.model_copy(update={"output": config.output + "-2"})
    tried(Search(FILMS, "lstm", other), [0.1, 0.3])

    again = Search(FILMS, "lstm", other)

    assert again.finished() == 2
    assert again.table().best.number == 1
    assert tried(again, [0.2]) == undisturbed[2:]


def test_a_trial_that_its_process_did_not_end_is_tried_again(config):
    _, lost = Search(FILMS, "lstm", config).ask()

    again = Search(FILMS, "lstm", config)

    assert again.finished() == 0
    assert again.ask()[1] == lost


def test_a_failure_is_written_down_and_is_no_finished_trial(config):
    search = Search(FILMS, "cnn", config)
    for told in (None, outcome(math.nan)):
        number, _ = search.ask()
        search.tell(number, told)

    table = search.table()
    assert [row.state for row in table.rows] == ["fail", "fail"]
    assert table.best is None
    assert search.finished() == 0


def test_other_films_or_another_seed_start_another_search(config):
    tried(Search(FILMS, "lstm", config), [0.1])
    others = FILMS.model_copy(update={"sha256": "b" * 64})

    assert Search(others, "lstm", config).finished() == 0
    assert Search(FILMS, "lstm", config.model_copy(update={"seed": 2})).finished() == 0
    assert Search(FILMS, "cnn", config).finished() == 0
