"""The commands about runs, called as the command line calls them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data_contracts.errors import RunError
from flows.cli import app
from storage.runs import Workspace
from tests.champion_cases import promotable_runs
from tests.study_chain import in_own_workspace
from tests.workspace_cases import make_run


def film_genres(*arguments: object):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, Exception):
        raise result.exception
    return result


@pytest.fixture
def chain(chain, tmp_path):
    return in_own_workspace(chain, tmp_path / "workspace")


@pytest.fixture
def runs(chain):
    """Two completed runs whose models need to beat nothing."""
    return [folder.run_id for folder in promotable_runs(chain)]


def test_champions_are_made_listed_and_taken_back(chain, runs):
    output = ("--output", chain.study.config.output)

    made = film_genres("promote", runs[0], *output)
    film_genres("promote", runs[1], "--branch", "cnn", *output)
    listed = film_genres("runs", *output).stdout
    back = film_genres("rollback", *output)

    assert f"the CNN on posters of run {runs[0]}" in made.stdout
    marks = {line.split()[0]: line.split()[-1] for line in listed.splitlines()}
    assert (marks[runs[0]], marks[runs[1]]) == ("LSTM", "CNN")
    assert back.stdout == made.stdout
    with pytest.raises(RunError, match="no earlier champions"):
        film_genres("rollback", *output)


def test_two_runs_are_compared(chain, runs):
    said = film_genres("compare", *runs, "--output", chain.study.config.output).stdout

    assert "very same answers" in said
    assert "| CNN on posters |" in said


def test_an_unknown_run_or_branch_is_refused(chain, runs):
    output = ("--output", chain.study.config.output)

    with pytest.raises(RunError, match="there is no run 'nothing'"):
        film_genres("promote", "nothing", *output)
    assert film_genres("promote", runs[0], "--branch", "both", *output).exit_code == 2


def test_prune_says_what_would_go_and_then_takes_it(tmp_path: Path):
    workspace = Workspace(tmp_path)
    for number in range(3):
        make_run(workspace, f"run-{number}", 90 - number)
    flags = ("--keep-last", 2, "--keep-days", 0, "--output", tmp_path)

    planned = film_genres("prune", "--dry-run", *flags).stdout
    assert "run-0  would go" in planned
    assert "MB would be freed" in planned
    assert workspace.run("run-0").path.is_dir()
    done = film_genres("prune", *flags).stdout
    assert "run-0  is gone" in done
    assert [run.run_id for run in workspace.runs()] == ["run-1", "run-2"]
    assert "There is nothing to prune." in film_genres("prune", *flags).stdout


def test_the_policy_may_stand_in_the_settings_file(tmp_path: Path):
    workspace = Workspace(tmp_path / "workspace")
    for number in range(3):
        make_run(workspace, f"run-{number}", 90 - number)
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"retention": {"keep_last": 1, "keep_days": 0}}), "utf-8")
    flags = ("--dry-run", "--config", file, "--output", workspace.root)

    assert "run-1  would go" in film_genres("prune", *flags).stdout
    assert "run-1  stays" in film_genres("prune", "--keep-last", 2, *flags).stdout
    assert film_genres("prune", "--keep-days", -1, *flags).exit_code == 2
