import shutil
from pathlib import Path

import pytest
from prefect.settings import get_current_settings

from stages.open_study import open_study, run_folder
from tasks.caching import ContentPolicy
from tasks.content_refs import content_refs
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


def test_references_are_found_at_any_depth_and_named(chain):
    found = dict(content_refs({"refs": chain.refs, "models": [chain.cnn], "other": "text"}))

    assert {ref.sha256 for ref in found.values()} == {ref.sha256 for ref in chain.refs.content()}
    assert found["refs.accepted.labels"] == chain.accepted.labels
    assert found["refs.models.lstm"] == chain.lstm
    assert found["models.cnn"] == chain.cnn


def test_an_ignored_part_of_an_input_does_not_count(chain, study):
    whole = ContentPolicy(stage="split-films", code="stages.split")
    partly = ContentPolicy(stage="split-films", code="stages.split", ignores=("accepted.outcome",))
    other = chain.accepted.model_copy(update={"outcome": chain.accepted.labels})
    inputs = [{"accepted": accepted, "study": study} for accepted in (chain.accepted, other)]

    assert len({whole.key(each) for each in inputs}) == 2
    assert len({partly.key(each) for each in inputs}) == 1


@pytest.mark.parametrize("damage", ["deleted", "altered", "result cut short"])
def test_a_result_whose_content_is_damaged_is_made_again(tiny_config, prefect_server, damage):
    from prefect import flow

    from tasks.ingest import ingest_source, read_tables

    @flow
    def take_in():
        study = open_study(tiny_config)
        source = ingest_source(study)
        state = read_tables(source, study, return_state=True)
        records = {record.stage: record for record in run_folder(study).stage_records()}
        return state.name, state.result(), records["read-tables"], (source, study)

    first, second = take_in(), take_in()
    tables = Path(tiny_config.output) / "store" / first[1].sha256
    if damage == "deleted":
        shutil.rmtree(tables)
    elif damage == "altered":
        with (tables / "films.parquet").open("ab") as stream:
            stream.write(b"x")
    else:
        source, study = first[3]
        key = read_tables.cache_policy.key({"source": source, "study": study})
        result = get_current_settings().results.local_storage_path / f"read-tables-{key}-0"
        result.write_bytes(result.read_bytes()[:100])
    third, fourth = take_in(), take_in()
    _, last = second[3]

    assert [name for name, *_ in (first, second, third, fourth)] == [
        "Completed",
        "Cached",
        "Completed",
        "Cached",
    ]
    assert {tables for _, tables, *_ in (first, second, third, fourth)} == {first[1]}
    assert [record.cache for _, _, record, _ in (first, second, third, fourth)] == [
        "miss",
        "hit",
        "miss",
        "hit",
    ]
    assert (
        third[2].reason
        == {
            "deleted": f"{tables} is gone from the store",
            "altered": f"{tables / 'films.parquet'} was altered",
            "result cut short": f"{last.run_id} was alike and left no result that can be read",
        }[damage]
    )


def test_every_training_of_a_branch_counts_in_the_key(chain, study, policy):
    models = [chain.cnn, chain.lstm, chain.cnn.model_copy(update={"sha256": "1" * 64})]

    assert [name for name, _ in content_refs({"models": models})] == [
        "models.cnn",
        "models.lstm",
        "models.cnn-2",
    ]
    assert policy.key({"models": models, "study": study}) != policy.key(
        {"models": models[1:], "study": study}
    )


def test_a_repeat_has_the_key_of_a_study_of_its_seed_alone(chain, study):
    config = study.config
    repeated = study.model_copy(update={"config": config.model_copy(update={"repeats": 3})})
    alone = changed(study, seed=config.seed + 1)

    second = repeated.repeats()[1]

    assert CNN_POLICY.key({"examples": chain.posters, "study": second}) == CNN_POLICY.key(
        {"examples": chain.posters, "study": alone}
    )
    assert second.stage_name("train-cnn") == f"train-cnn-seed-{config.seed + 1}"
    assert repeated.stage_name("train-cnn") == "train-cnn"
    assert study.repeats()[0].stage_name("train-cnn") == "train-cnn"
