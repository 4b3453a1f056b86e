import json

import pytest

from data_contracts.errors import RunError
from stages.open_study import open_study
from stages.promote_by_hand import promote_by_hand, roll_back
from storage.champions import Champions
from storage.runs import Workspace
from tests.champion_cases import promotable_runs
from tests.study_chain import in_own_workspace


@pytest.fixture
def workspace(chain):
    return Workspace(chain.store.root.parent)


@pytest.fixture
def chain(chain, tmp_path):
    return in_own_workspace(chain, tmp_path / "workspace")


@pytest.fixture
def runs(chain):
    """Two completed runs whose models need to beat nothing."""
    return promotable_runs(chain)


def champions(workspace) -> dict[str, str]:
    held = Champions(workspace.champions).champions()
    return {branch: champion.run_id for branch, champion in held.items()}


def test_both_models_or_one_are_promoted_and_taken_back(workspace, runs):
    first, second = (run.run_id for run in runs)

    assert promote_by_hand(workspace, first).by == "hand"
    assert champions(workspace) == {"cnn": first, "lstm": first}
    entry = promote_by_hand(workspace, second, "lstm")
    assert champions(workspace) == {"cnn": first, "lstm": second}
    assert entry.decisions[0].champion_run == first
    roll_back(workspace)
    assert champions(workspace) == {"cnn": first, "lstm": first}
    with pytest.raises(RunError, match="no earlier champions"):
        roll_back(workspace)


def test_a_champion_is_not_promoted_again(workspace, runs):
    promote_by_hand(workspace, runs[0].run_id)

    with pytest.raises(RunError, match="champions already; nothing was changed"):
        promote_by_hand(workspace, runs[0].run_id)


def test_the_floor_holds(workspace, runs):
    config = json.loads(runs[0].config.read_bytes())
    config["promotion"] = {"floor": ["tfidf_logreg"]}
    runs[0].config.write_text(json.dumps(config), "utf-8")

    with pytest.raises(RunError, match="lstm model is not shown to beat tfidf_logreg"):
        promote_by_hand(workspace, runs[0].run_id, "lstm")
    assert promote_by_hand(workspace, runs[0].run_id, "cnn").branches == ("cnn",)


def test_a_model_that_is_gone_is_neither_promoted_nor_brought_back(workspace, runs, chain):
    promote_by_hand(workspace, runs[0].run_id)
    promote_by_hand(workspace, runs[1].run_id)
    model = chain.store.path(chain.lstm.sha256)
    model.rename(model.with_name("aside"))
    with pytest.raises(RunError, match=r"lstm model of run .* gone from the store"):
        roll_back(workspace)
    with pytest.raises(RunError, match=r"lstm model of run .* gone from the store"):
        promote_by_hand(workspace, runs[0].run_id)
    assert champions(workspace)["lstm"] == runs[1].run_id


def test_a_run_that_did_not_end_well_is_refused(workspace, chain):
    study = open_study(chain.study.config)

    with pytest.raises(RunError, match="only a completed run's models can be champions"):
        promote_by_hand(workspace, study.run_id)
