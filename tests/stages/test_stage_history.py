"""The words in which a run says why a stage ran, or did not."""

from pathlib import Path

import pytest

from data_contracts.results import StageKey
from stages.stage_history import FIRST, EarlierKey, differences, earlier_keys, why_hit, why_made
from storage.atomic import write_text
from storage.runs import Workspace

KEY = StageKey(
    stage="train-lstm",
    inputs={"examples": "a" * 64},
    settings={"threads": 1, "recipe.lstm": {"dropout": 0.5, "training": {"epochs": 20}}},
    code={"stages.train": "1", "modeling.training": "2"},
    libraries={"keras": "3.15.1"},
    workspace="/workspace",
)


@pytest.mark.parametrize(
    ("update", "words"),
    [
        ({}, []),
        ({"inputs": {"examples": "b" * 64}}, ["input examples changed"]),
        (
            {"settings": {**KEY.settings, "threads": 2}},
            ["threads is 2, was 1"],
        ),
        (
            {"settings": {**KEY.settings, "recipe.lstm": {"dropout": 0.1}}},
            ["recipe.lstm.dropout is 0.1, was 0.5", "recipe.lstm.training.epochs no longer counts"],
        ),
        ({"code": {**KEY.code, "modeling.text": "3"}}, ["code of modeling.text changed"]),
        ({"libraries": {"keras": "3.15.2"}}, ["keras is 3.15.2, was 3.15.1"]),
        ({"workspace": "/elsewhere"}, ["the workspace has moved"]),
        (
            {"code": dict.fromkeys("abcdef", "1"), "inputs": {}},
            ["input examples changed", "code of a, b, c, d and 4 more changed"],
        ),
    ],
)
def test_what_differs_is_named(update, words):
    assert differences(KEY, KEY.model_copy(update=update)) == words


def test_a_stored_result_is_that_of_the_latest_run_alike():
    other = KEY.model_copy(update={"workspace": "/elsewhere"})
    earlier = [EarlierKey("run-3", other), EarlierKey("run-2", KEY), EarlierKey("run-1", KEY)]

    assert why_hit(KEY, iter(earlier)).endswith("are those of run-2")
    assert why_hit(KEY, iter(())).endswith("are those of an earlier run")


def test_a_result_is_made_because_of_what_differs_from_the_last_run():
    changed = KEY.model_copy(update={"libraries": {"keras": "3.15.2"}})

    assert why_made(KEY, iter(())) == FIRST
    assert why_made(changed, iter([EarlierKey("run-1", KEY)])) == (
        "since run-1: keras is 3.15.2, was 3.15.1"
    )
    assert (
        why_made(KEY, iter([EarlierKey("run-1", KEY)]))
        == "run-1 was alike and left no result that can be read"
    )


def test_the_keys_of_other_runs_are_found_latest_first(tmp_path: Path):
    workspace = Workspace(tmp_path)
    for run_id in ("run-1", "run-2", "run-3", "run-4"):
        write_text(workspace.run(run_id).manifest, "{}")
        write_text(workspace.run(run_id).key("train-lstm"), KEY.model_dump_json())
    write_text(workspace.run("run-2").key("train-lstm"), '{"of another": "version"}')

    found = list(earlier_keys(workspace, "train-lstm", "run-4"))

    assert found == [EarlierKey("run-3", KEY), EarlierKey("run-1", KEY)]
    assert list(earlier_keys(workspace, "train-cnn", "run-4")) == []
