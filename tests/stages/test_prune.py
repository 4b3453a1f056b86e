"""What pruning takes and what it never takes, wherever it is stopped."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data_contracts.config import StudyConfig
from data_contracts.retention import RetentionConfig
from stages.prune import plan_pruning, prune
from storage.atomic import write_text
from storage.champions import Champions
from storage.run_life import alive
from storage.runs import Workspace
from tests.workspace_cases import (
    NOW,
    ago,
    champions_of,
    content,
    digests_of,
    everything,
    is_whole,
    make_run,
)

NOTHING = RetentionConfig(keep_last=0, keep_days=0)
SHARED = ("source", "tables", "labels", "overviews")

KILLED_AT = """
import os, sys
from pathlib import Path
from data_contracts.retention import RetentionConfig
from stages.prune import prune
from storage.runs import Workspace
from tests.workspace_cases import NOW
def count(event, arguments):
    global left
    if event in ("os.rename", "os.remove", "os.rmdir"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
for root, moment in zip(sys.argv[1::2], sys.argv[2::2]):
    if child := os.fork():
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    else:
        left = int(moment)
        sys.addaudithook(count)
        prune(Workspace(Path(root)), RetentionConfig(keep_last=1, keep_days=0), NOW)
        os._exit(0)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def kept(workspace: Workspace, policy: RetentionConfig) -> dict[str, str]:
    return {run.run_id: run.reason for run in plan_pruning(workspace, policy, NOW).kept}


def names(removals) -> set[str]:
    return {removal.name for removal in removals}


def test_the_last_runs_and_the_young_ones_stay(workspace):
    for days in (50, 40, 20, 10):
        make_run(workspace, f"run-{100 - days}", days)
    make_run(workspace, "run-95", 5, state="failed", refs=None)
    make_run(workspace, "run-30-failed", 45, state="failed", refs=None)

    assert kept(workspace, RetentionConfig(keep_last=3, keep_days=15)) == {
        "run-60": "among the last runs",
        "run-80": "among the last runs",
        "run-90": "last good run of its data set",
        "run-95": "young",
    }
    plan = plan_pruning(workspace, RetentionConfig(keep_last=3, keep_days=15), NOW)
    assert names(plan.runs) == {"run-30-failed", "run-50"}


def test_a_plan_changes_nothing(workspace):
    make_run(workspace, "old", 50)
    make_run(workspace, "new", 1)
    before = everything(workspace.root)

    plan = plan_pruning(workspace, NOTHING, NOW)

    assert everything(workspace.root) == before
    assert names(plan.runs) == {"old"}
    assert plan.size_bytes > len(plan.content) * 1_000


def test_content_goes_that_no_kept_run_names(workspace):
    old = make_run(workspace, "old", 50, SHARED)
    new = make_run(workspace, "new", 1, SHARED)
    orphan = content(workspace, "orphan", ago(60))
    expected = {orphan} | (digests_of(old) - digests_of(new))

    size = sum(path.stat().st_size for path in workspace.root.rglob("*") if path.is_file())
    done = prune(workspace, NOTHING, NOW)
    left = sum(path.stat().st_size for path in workspace.root.rglob("*") if path.is_file())

    assert names(done.content) == expected
    assert done.size_bytes == size - left
    assert set(workspace.store.digests()) == digests_of(new)
    assert is_whole(workspace, new)
    assert not old.path.exists()
    assert not workspace.trash.root.exists()
    assert prune(workspace, NOTHING, NOW).size_bytes == 0


def test_champions_and_those_before_them_stay(workspace):
    runs = [make_run(workspace, f"run-{number}", 50 - number) for number in range(4)]
    registry = Champions(workspace.champions)
    for number, run in enumerate(runs[:3]):
        registry.promote(number, champions_of(run), "study")

    prune(workspace, NOTHING, NOW)

    assert kept(workspace, NOTHING) == {
        "run-1": "a rollback returns to it",
        "run-2": "has a champion",
        "run-3": "last good run of its data set",
    }
    assert not runs[0].path.exists()
    assert all(is_whole(workspace, run) for run in runs[1:])


def test_the_model_of_a_champion_stays_even_without_its_run(workspace):
    run = make_run(workspace, "run", 50)
    make_run(workspace, "last", 1)
    Champions(workspace.champions).promote(0, champions_of(run), "study")
    needed = {ref.sha256 for one in champions_of(run).values() for ref in one.content()}
    shutil.rmtree(run.path)

    prune(workspace, NOTHING, NOW)

    assert all(workspace.store.intact(digest) for digest in needed)


def test_the_last_good_run_of_each_data_set_stays(workspace):
    make_run(workspace, "a", 90, data_name="posters-of-old")
    make_run(workspace, "b", 80)
    make_run(workspace, "c", 70)
    make_run(workspace, "d", 60, state="failed")

    assert kept(workspace, NOTHING) == dict.fromkeys("ac", "last good run of its data set")


def test_a_run_that_a_kept_one_builds_on_stays(workspace):
    for number, basis in enumerate((None, "run-0", "run-1", None)):
        run = make_run(workspace, f"run-{number}", 90 - number)
        config = StudyConfig(output=str(workspace.root), last_accepted=basis)
        run.config.write_text(config.model_dump_json(), "utf-8")
    make_run(workspace, "run-4", 80)

    assert kept(workspace, RetentionConfig(keep_last=3, keep_days=0)) == {
        "run-0": "a kept run builds on it",
        "run-1": "a kept run builds on it",
        "run-2": "among the last runs",
        "run-3": "among the last runs",
        "run-4": "last good run of its data set",
    }


def test_a_run_that_goes_on_stays_with_all_it_may_have_used_since_it_began(workspace):
    make_run(workspace, "last", 90)
    run = make_run(workspace, "at work", 40, state="running", refs=None)
    during = content(workspace, "made meanwhile", ago(39))
    reused = content(workspace, "old, and used again", ago(38))
    before = content(workspace, "from before", ago(80))

    with alive(run):
        assert kept(workspace, NOTHING)["at work"] == "running"
        prune(workspace, NOTHING, NOW)

        assert workspace.store.intact(during)
        assert workspace.store.intact(reused)
        assert not workspace.store.intact(before)
        assert run.manifest.is_file()
    assert "at work" not in kept(workspace, NOTHING)


def test_a_run_that_is_just_beginning_stays(workspace):
    folder = workspace.run("new")
    write_text(folder.config, "{}")
    now = datetime.now(UTC)

    assert plan_pruning(workspace, NOTHING, now).runs == ()
    assert names(plan_pruning(workspace, NOTHING, now + timedelta(hours=2)).runs) == {"new"}


def test_what_is_found_in_the_cache_meanwhile_stays(workspace):
    make_run(workspace, "last", 1)
    digest = content(workspace, "wanted again", ago(60))
    (planned,) = plan_pruning(workspace, NOTHING, NOW).content

    assert workspace.store.intact(digest)  # what a cache hit asks

    assert not workspace.store.discard(digest, planned.used, workspace.trash)
    assert workspace.store.path(digest).is_dir()


def test_a_run_that_cannot_be_read_stays_with_what_its_manifest_names(workspace):
    make_run(workspace, "last", 1)
    run = make_run(workspace, "of another version", 60)
    needed = digests_of(run)
    text = run.manifest.read_text("utf-8").replace('"schema_version":1', '"schema_version":9', 1)
    run.manifest.write_text(text, "utf-8")

    prune(workspace, NOTHING, NOW)

    assert kept(workspace, NOTHING)["of another version"] == "its manifest cannot be read"
    assert needed <= set(workspace.store.digests())


def test_unfinished_trainings_go_when_they_are_old(workspace):
    make_run(workspace, "last", 90)
    for name, days in (("old.npz", 40), (".cut-short.npz.host-1-x", 40), ("new.npz", 5)):
        write_text(workspace.checkpoints / name, "x")
        os.utime(workspace.checkpoints / name, (ago(days).timestamp(),) * 2)

    done = prune(workspace, RetentionConfig(keep_last=1, keep_days=30), NOW)

    assert names(done.checkpoints) == {"old.npz", ".cut-short.npz.host-1-x"}
    assert [path.name for path in workspace.checkpoints.iterdir()] == ["new.npz"]


def test_a_pruning_killed_at_any_moment_leaves_every_kept_run_whole(workspace, tmp_path):
    make_run(workspace, "old", 50, SHARED)
    make_run(workspace, "older", 60, SHARED)
    champion = make_run(workspace, "champion", 40, SHARED)
    last = make_run(workspace, "last", 1, SHARED)
    Champions(workspace.champions).promote(0, champions_of(champion), "study")
    whole = tmp_path / "whole"
    shutil.copytree(workspace.root, whole)
    prune(workspace, RetentionConfig(keep_last=1, keep_days=0), NOW)
    expected = everything(workspace.root)

    copies = {moment: tmp_path / f"killed-{moment}" for moment in (0, 1, 2, 5, 12, 30)}
    for root in copies.values():
        shutil.copytree(whole, root)
    words = [str(word) for moment, root in copies.items() for word in (root, moment)]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT, *words], check=False, capture_output=True, text=True
    )
    assert killed.stdout.split() == ["-9"] * len(copies), killed.stderr

    for moment, root in copies.items():
        copy = Workspace(root)
        assert is_whole(copy, copy.run(champion.run_id)), moment
        assert is_whole(copy, copy.run(last.run_id)), moment
        for folder in copy.runs():  # nor is any other run half there
            assert {"config.json", "manifest.json", "report.html"} <= {
                path.name for path in folder.path.iterdir()
            }
        assert all(map(copy.store.intact, copy.store.digests()))
        prune(copy, RetentionConfig(keep_last=1, keep_days=0), NOW + timedelta(days=400))
        assert everything(copy.root) == expected
