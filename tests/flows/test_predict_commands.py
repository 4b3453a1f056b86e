"""The commands that use a run's models, called as the command line calls them."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from flows.cli import app
from storage.parquet import read_table
from tests.ops.service_under_test import COMMAND
from tests.stages.predicting import asked_run
from tests.study_chain import in_own_workspace


@pytest.fixture(scope="module")
def workspace(chain, tmp_path_factory):
    """A workspace with one run, and no champion."""
    own = in_own_workspace(chain, tmp_path_factory.mktemp("predict") / "workspace")
    asked_run(own)
    return own.study.config.output


def film_genres(*arguments: object):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, Exception):
        raise result.exception
    return result


def test_one_film_is_answered_side_by_side(workspace, film_folder):
    poster = min((film_folder / "Images").glob("*.jpg"))

    said = film_genres(
        *("predict", "--workspace", workspace, "--poster", poster),
        *("--overview", "A sheriff rides into town.", "--explain"),
    ).stdout.splitlines()

    assert said[0].split() == ["by", "poster", "by", "overview", "by", "both"]
    assert all(len(line.split()) >= 6 for line in said[1:4])
    assert any(line.startswith("Why ") and "sheriff" in line for line in said)
    assert any("no model is champion yet" in line for line in said)


def test_a_set_is_answered_into_a_file(workspace, film_folder, tmp_path):
    said = film_genres(
        *("predict", "--workspace", workspace, "--run", "latest"),
        *("--data", film_folder, "--output", tmp_path / "new" / "answers.parquet"),
    ).stdout

    table = read_table(tmp_path / "new" / "answers.parquet")
    assert f"{len(table):,} films in" in said
    assert table["from"].notna().sum() > 100


@pytest.mark.parametrize(
    "flags",
    [
        (),
        ("--overview", "x", "--data", "films", "--output", "y"),
        ("--data", "films"),
        ("--overview", "x", "--output", "y"),
        ("--data", "films", "--output", "y", "--explain"),
    ],
)
def test_a_wrong_call_ends_with_exit_code_2(workspace, flags):
    assert film_genres("predict", "--workspace", workspace, *flags).exit_code == 2


def test_answering_imports_neither_tensorflow_nor_prefect(workspace, film_folder):
    poster = min((film_folder / "Images").glob("*.jpg"))
    flags = ["predict", "--workspace", workspace, "--poster", str(poster), "--overview", "War."]
    code = (
        "import sys; from flows.cli import app\n"
        f"app({flags!r}, standalone_mode=False)\n"
        "print(sorted({'tensorflow', 'keras', 'prefect', 'great_expectations'} & {*sys.modules}))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"
    assert done.stderr == ""


def test_an_export_names_what_it_wrote_and_says_nothing_else(workspace, tmp_path):
    words = ["export", "latest", tmp_path / "models", "--output", workspace]

    done = subprocess.run(  # its own process: TensorFlow greets once
        [*COMMAND, *map(str, words)], capture_output=True, text=True, check=False
    )

    assert done.stderr == ""
    assert done.returncode == 0
    assert done.stdout.startswith(f"{tmp_path / 'models'} holds the models of ")
    assert all(path.name in done.stdout for path in (tmp_path / "models").iterdir())
