from pathlib import Path

import pytest

from data_contracts.errors import RunError
from stages.predictors import find_predictors
from storage.champions import Champions
from storage.runs import Workspace
from tests.champion_cases import champion
from tests.stages.predicting import asked_run
from tests.study_chain import in_own_workspace


@pytest.fixture
def own(chain, tmp_path):
    return in_own_workspace(chain, tmp_path / "workspace")


def workspace_of(chain) -> Workspace:
    return Workspace(Path(chain.study.config.output))


def test_the_champions_are_asked_where_no_run_is_named(own):
    run, workspace = asked_run(own), workspace_of(own)
    made = {
        model.branch: champion(
            f"champion-{model.branch}", model.branch, model=model, predictor=own.predictor
        )
        for model in (own.cnn, own.lstm)
    }
    Champions(workspace.champions).promote(0, made, "hand")

    found = find_predictors(workspace, None)

    assert found.runs == {"cnn": "champion-cnn", "lstm": "champion-lstm"}
    assert found.fusion is not None
    assert found.notes == ()
    assert find_predictors(workspace, run.run_id).runs == dict.fromkeys(found.runs, run.run_id)


def test_before_there_is_a_champion_the_latest_run_is_asked(own):
    run = asked_run(own)

    found = find_predictors(workspace_of(own), None)

    assert found.runs == {"cnn": run.run_id, "lstm": run.run_id}
    assert found.notes == (f"no model is champion yet: the latest run, {run.run_id}, is asked",)


def test_a_workspace_without_models_is_refused(tmp_path):
    with pytest.raises(RunError, match="there is no run whose models can be asked"):
        find_predictors(Workspace(tmp_path), None)
    with pytest.raises(RunError, match="there is no run 'x'"):
        find_predictors(Workspace(tmp_path), "x")
