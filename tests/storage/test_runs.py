from pathlib import Path

import pytest

from data_contracts.errors import RunError
from data_contracts.results import StageRecord
from storage.atomic import write_text
from storage.runs import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for run_id in ("20260101-a", "20260102-b"):
        write_text(tmp_path / "runs" / run_id / "manifest.json", "{}")
    return Workspace(tmp_path)


def test_runs_are_found_by_id_and_the_latest_by_name(workspace: Workspace):
    assert [run.run_id for run in workspace.runs()] == ["20260101-a", "20260102-b"]
    assert workspace.find_run("20260101-a").run_id == "20260101-a"
    assert workspace.find_run("latest").run_id == "20260102-b"


@pytest.mark.parametrize("name", ["nothing", "../20260101-a", ""])
def test_an_unknown_run_is_refused_with_those_there_are(workspace: Workspace, name: str):
    with pytest.raises(RunError, match=r"there is no run .*latest: 20260101-a, 20260102-b"):
        workspace.find_run(name)


def test_stages_come_back_in_the_order_in_which_they_ended(workspace: Workspace):
    run = workspace.run("20260101-a")
    for stage in ("z-first", "a-second"):
        run.note_stage(StageRecord(stage=stage, seconds=0.5, cache="miss"))

    assert [record.stage for record in run.stage_records()] == ["z-first", "a-second"]


def test_a_damaged_manifest_is_named(workspace: Workspace):
    run = workspace.run("20260101-a")
    run.manifest.write_text("{half")

    with pytest.raises(RunError, match=r"manifest\.json: this file of the run is damaged"):
        run.read_manifest()
