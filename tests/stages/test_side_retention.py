"""Which side-by-sides pruning takes and which never."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from data_contracts.retention import RetentionConfig
from stages.prune import plan_pruning, prune
from stages.side_by_side import write_side_report
from storage.atomic import write_text
from storage.runs import RunFolder, Workspace
from tests.side_cases import side_by_side
from tests.workspace_cases import NOW, ago, make_run

NOTHING = RetentionConfig(keep_last=0, keep_days=0)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def names(removals) -> set[str]:
    return {removal.name for removal in removals}


side = cache(side_by_side)


def make_side(workspace: Workspace, name: str, days: float, **changes) -> RunFolder:
    """Leave a side-by-side of that many days before NOW, as far as it is read here."""
    folder = workspace.side_by_side(name)
    found = side().model_copy(update={"side_id": name, "created": ago(days), **changes})
    write_text(folder.metrics, found.model_dump_json())
    write_text(folder.report_html, f"report of {name}")
    return folder


def test_side_by_sides_go_by_the_policy_of_runs(workspace):
    make_side(workspace, "a", 90, data_name="films-of-old")
    for name, days in (("b", 80), ("c", 70), ("d", 60), ("e", 5)):
        make_side(workspace, name, days)
    write_text(make_side(workspace, "damaged", 100).metrics, "{half")
    policy = RetentionConfig(keep_last=2, keep_days=30)

    plan = prune(workspace, policy, NOW)

    assert {one.side_id: one.reason for one in plan.kept_sides} == {
        "a": "last of its data set",
        "d": "among the last",
        "damaged": "its figures cannot be read",
        "e": "last of its data set",
    }
    assert names(plan.sides) == {"b", "c"}
    assert [folder.run_id for folder in workspace.side_by_sides()] == ["a", "d", "damaged", "e"]
    young = plan_pruning(workspace, RetentionConfig(keep_last=0, keep_days=65), NOW)
    assert {one.side_id: one.reason for one in young.kept_sides}["d"] == "young"


def test_a_side_by_side_is_written_again_when_its_runs_are_gone(workspace):
    make_run(workspace, "last", 1)
    run = make_run(workspace, side().presets[0].runs[0], 50)
    folder = make_side(workspace, "side", 50)

    prune(workspace, NOTHING, NOW)

    assert not run.path.exists()
    assert write_side_report(folder).presets == side().presets
    assert "side" in folder.report_html.read_text("utf-8")


def test_a_side_by_side_that_is_being_written_stays(workspace):
    folder = workspace.side_by_side("new")
    write_text(folder.log, "measuring")
    now = datetime.now(UTC)

    (kept,) = plan_pruning(workspace, NOTHING, now).kept_sides

    assert (kept.side_id, kept.reason) == ("new", "being written")
    assert names(plan_pruning(workspace, NOTHING, now + timedelta(hours=2)).sides) == {"new"}
