import shutil

import pytest

from stages.list_runs import list_runs
from stages.open_study import close_study, open_study, run_folder
from stages.report import gather
from storage.champions import Champions
from storage.runs import Workspace
from tests.champion_cases import champion


@pytest.fixture
def workspace(chain):
    workspace = Workspace(chain.store.root.parent)
    yield workspace
    shutil.rmtree(workspace.champions, ignore_errors=True)


def test_a_run_is_listed_with_films_and_figures_and_champions_are_marked(chain, workspace):
    study = open_study(chain.study.config)
    gather(study, chain.refs)
    close_study(study, None)
    Champions(workspace.champions).promote(0, {"lstm": champion(study.run_id, "lstm")}, "hand")

    line = {line.run_id: line for line in list_runs(workspace)}[study.run_id]

    assert (line.state, line.preset, line.data_name) == ("completed", "smoke", "sample")
    assert line.films == chain.accepted.films
    assert line.maps.keys() == {"cnn", "lstm"}
    assert line.champion == ("lstm",)
    shutil.rmtree(run_folder(study).path)


def test_a_failed_run_is_listed_with_its_sentence(chain, workspace):
    study = open_study(chain.study.config)
    close_study(study, ValueError("No film is left."))

    line = {line.run_id: line for line in list_runs(workspace)}[study.run_id]

    assert (line.state, line.error, line.films, line.maps) == (
        "failed",
        "No film is left.",
        None,
        {},
    )
    shutil.rmtree(run_folder(study).path)
