"""Every film a test film once, against a real Prefect server."""

from pathlib import Path

import pytest

from data_contracts.config import StudyConfig
from data_contracts.errors import ConfigError
from data_contracts.side_by_side import RulerRequest, SideBySide
from flows.same_ruler import planned_studies, same_ruler
from storage.parquet import read_table
from storage.runs import Workspace, read_model


def test_folds_share_a_split_and_train_under_seeds_of_their_own():
    config = StudyConfig(seed=3, repeats=2)
    studies = planned_studies(RulerRequest(config=config, presets=("smoke", "reference"), folds=3))

    assert [(s.preset, s.split.fold) for s in studies] == [
        (preset, fold) for preset in ("smoke", "reference") for fold in (1, 2, 3)
    ]
    assert [s.seed for s in studies] == [3, 5, 7] * 2
    assert {s.split_seed for s in studies} == {3}


def test_without_folds_the_study_is_as_it_was():
    config = StudyConfig(seed=3)
    (one,) = planned_studies(RulerRequest(config=config))
    assert one == config


@pytest.mark.parametrize(
    ("config", "presets"),
    [(StudyConfig(recipe={}), ("smoke",)), (StudyConfig(), ("smoke", "smoke"))],
)
def test_presets_that_would_change_nothing_are_refused(config, presets):
    with pytest.raises(ConfigError):
        planned_studies(RulerRequest(config=config, presets=presets))


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.timeout(1_800)
def test_every_film_is_a_test_film_once(tiny_config, prefect_server):
    outcome = same_ruler(RulerRequest(config=tiny_config, folds=2))

    workspace = Workspace(Path(tiny_config.output))
    folder = workspace.side_by_side(outcome.run_id)
    found = read_model(folder.metrics, SideBySide)
    (study,) = found.presets
    first, second = (read_table(workspace.run(run).films) for run in study.runs)
    assert first["Id"].tolist() == second["Id"].tolist() == read_table(folder.films)["Id"].tolist()
    assert ((first["part"] == "test") != (second["part"] == "test")).all()
    assert found.films == len(first)
    assert study.seeds == (1, 2)
    assert [one.fold for one in study.trainings["cnn"]] == [1, 2]
    assert "2 folds" in Path(outcome.report).read_text("utf-8")
    assert "fold 2 of 2" in workspace.run(study.runs[1]).report_markdown.read_text("utf-8")
