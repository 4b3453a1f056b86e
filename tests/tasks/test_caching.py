import shutil
from pathlib import Path

import pytest

from stages.open_study import open_study, run_folder
from tasks.caching import ContentPolicy, content_refs
from tasks.train import CNN_POLICY, LSTM_POLICY


@pytest.fixture
def policy() -> ContentPolicy:
    return ContentPolicy(
        stage="train-cnn", code="stages.train", settings=("seed", "recipe.cnn"), ignores=("source",)
    )


def changed(study, **update):
    config = study.config.model_copy(update=update)
    return study.model_copy(update={"config": config})


def test_the_same_content_settings_and_code_give_the_same_key(chain, study, policy):
    inputs = {"examples": chain.posters, "source": chain.source, "study": study}
    other_run = study.model_copy(update={"run_id": "another"})

    assert policy.key(inputs) == policy.key({**inputs, "study": other_run})
    assert policy.key(inputs) == policy.key({**inputs, "source": chain.tables})


def test_other_content_a_named_setting_or_other_code_give_another_key(chain, study, policy):
    inputs = {"examples": chain.posters, "study": study}
    other_code = ContentPolicy(stage="train-cnn", code="stages.split", settings=policy.settings)
    keys = {
        policy.key(inputs),
        policy.key({**inputs, "examples": chain.tables}),
        policy.key({**inputs, "study": changed(study, seed=99)}),
        ContentPolicy(stage="other", code=policy.code, settings=policy.settings).key(inputs),
        other_code.key(inputs),
    }

    assert len(keys) == 5


def test_a_setting_of_one_branch_leaves_the_other_branchs_key(chain, study):
    recipe = study.config.recipe
    lstm = recipe.lstm.model_copy(update={"dropout": 0.1})
    other = changed(study, recipe=recipe.model_copy(update={"lstm": lstm}))

    cnn_keys = {CNN_POLICY.key({"examples": chain.posters, "study": s}) for s in (study, other)}
    lstm_keys = {LSTM_POLICY.key({"examples": chain.overviews, "study": s}) for s in (study, other)}

    assert (len(cnn_keys), len(lstm_keys)) == (1, 2)


def test_references_are_found_at_any_depth(chain):
    digests = {ref.sha256 for ref in content_refs((chain.refs, [chain.cnn], "text"))}

    assert digests == {ref.sha256 for ref in chain.refs.content()}


@pytest.mark.parametrize("damage", ["deleted", "altered"])
def test_a_result_whose_content_is_damaged_is_made_again(tiny_config, prefect_server, damage):
    from prefect import flow

    from tasks.ingest import ingest_source, read_tables

    study = open_study(tiny_config)

    @flow
    def take_in():
        source = ingest_source(study)
        state = read_tables(source, study, return_state=True)
        records = {record.stage: record for record in run_folder(study).stage_records()}
        return state.name, state.result(), records["read-tables"]

    first, second = take_in(), take_in()
    tables = Path(tiny_config.output) / "store" / first[1].sha256
    if damage == "deleted":
        shutil.rmtree(tables)
    else:
        with (tables / "films.parquet").open("ab") as stream:
            stream.write(b"x")
    third, fourth = take_in(), take_in()

    assert [name for name, _, _ in (first, second, third, fourth)] == [
        "Completed",
        "Cached",
        "Completed",
        "Cached",
    ]
    assert {tables for _, tables, _ in (first, second, third, fourth)} == {first[1]}
    assert [record.cache for _, _, record in (first, second, third, fourth)] == [
        "miss",
        "hit",
        "miss",
        "hit",
    ]
    assert third[2].reason == "the stored result is gone or was altered, so it is made again"
