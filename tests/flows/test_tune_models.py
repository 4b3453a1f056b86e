"""The search as a flow, against a real Prefect server."""

from pathlib import Path

import pytest

from data_contracts.errors import ConfigError
from flows.tune_models import search_recipes, tune_models
from storage.runs import Workspace


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_trials_run_in_processes_of_their_own_and_a_search_goes_on(tiny_config, prefect_server):
    (first,) = tune_models(tiny_config, ("lstm",), 1)
    (both,) = tune_models(tiny_config, ("lstm",), 2)
    (same,) = tune_models(tiny_config, ("lstm",), 2)

    assert [row.state for row in both.rows] == ["complete", "complete"]
    assert both.rows[:1] == first.rows
    assert same == both
    runs = [
        {record.stage for record in folder.stage_records()}
        for folder in Workspace(Path(tiny_config.output)).runs()
    ]
    assert [sorted(stage for stage in run if stage.startswith("try")) for run in runs] == [
        ["try-lstm-0"],
        ["try-lstm-1"],
        [],
    ]


def test_trials_are_given_training_and_validation_films_alone():
    # What a trial can reach is what it is given: the content that its reference names.
    assert set(search_recipes.parameters.properties) == {"films", "branches", "trials", "study"}


def test_a_search_that_starts_from_pretrained_networks_is_refused_before_films_are_read(
    tiny_config,
):
    config = tiny_config.model_copy(update={"preset": "pretrained", "recipe": None})

    with pytest.raises(ConfigError, match="networks that are trained from scratch"):
        tune_models.fn(config, ("lstm",), 1)

    assert not Path(config.output).exists()
