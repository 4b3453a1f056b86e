"""The whole flow on sample films, against a real Prefect server."""

import subprocess
import sys
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client

from data_contracts.errors import ContractError, TrainingError
from data_contracts.metrics import StudyMetrics
from flows.genre_study import genre_study
from storage.parquet import read_table
from storage.runs import Workspace, read_model

pytestmark = pytest.mark.timeout(1_800)

CACHED_STAGES = {
    "read-tables",
    "validate-films",
    "split-films",
    "preprocess-posters",
    "preprocess-overviews",
    "train-cnn",
    "train-lstm",
    "fit-baselines",
    "evaluate-models",
    "explain-posters",
    "explain-overviews",
    "package-models",
    "ask-champions",
}


def cache_by_stage(outcome) -> dict[str, str]:
    manifest = Workspace(Path(outcome.folder).parents[1]).run(outcome.run_id).read_manifest()
    return {record.stage: record.cache for record in manifest.stages}


@pytest.mark.slow
def test_from_films_to_a_report(tiny_config, prefect_server):
    outcome = genre_study(tiny_config)

    run = Workspace(Path(tiny_config.output)).run(outcome.run_id)
    manifest = run.read_manifest()
    assert manifest.state == "completed"
    assert cache_by_stage(outcome) == {
        **dict.fromkeys(CACHED_STAGES, "miss"),
        "ingest-source": "not cached",
        "promote-models": "not cached",
        "write-report": "not cached",
    }
    metrics = read_model(run.metrics, StudyMetrics)
    assert set(metrics.models) >= {"cnn", "lstm", "tfidf_logreg", "constant"}
    films = read_table(run.films)
    for model in metrics.models:
        assert read_table(run.predictions(model))["Id"].tolist() == films["Id"].tolist()
    assert Path(outcome.report).read_text("utf-8").count("<svg") >= 3
    assert not list(run.path.parents[1].glob("store/.staging-*"))
    assert not list(run.path.parents[1].glob("checkpoints/*"))


@pytest.mark.slow
def test_a_broken_contract_is_a_failed_run_with_one_sentence(
    tiny_config, film_folder, tmp_path, prefect_server
):
    import shutil

    broken = tmp_path / "broken"
    shutil.copytree(film_folder, broken)
    for poster in sorted((broken / "Images").iterdir())[::3]:
        poster.unlink()

    with pytest.raises(ContractError) as caught:
        genre_study(tiny_config.model_copy(update={"data": str(broken)}))

    sentence = str(caught.value)
    (run,) = Workspace(Path(tiny_config.output)).runs()
    assert run.read_manifest().state == "failed"
    assert run.read_manifest().error == sentence
    with get_client(sync_client=True) as client:
        latest = max(client.read_flow_runs(), key=lambda run: run.expected_start_time)
    assert latest.state.is_failed()
    assert sentence in latest.state.message


@pytest.mark.slow
def test_a_branch_that_cannot_be_trained_leaves_a_report_of_the_other(tiny_config, prefect_server):
    # Posters of 16 x 16 pixels are gone after three halvings: Keras refuses the fourth.
    cnn = tiny_config.recipe.cnn.model_copy(update={"block_filters": (4, 4, 4, 4)})
    recipe = tiny_config.recipe.model_copy(update={"cnn": cnn})

    with pytest.raises(TrainingError, match="could not train the CNN on posters") as caught:
        genre_study(tiny_config.model_copy(update={"recipe": recipe}))

    (run,) = Workspace(Path(tiny_config.output)).runs()
    manifest = run.read_manifest()
    assert (manifest.state, manifest.error) == ("failed", str(caught.value))
    assert str(run.report_html) in manifest.error
    (failure,) = manifest.failures
    assert (failure.branch, [m.branch for m in manifest.refs.models]) == ("cnn", ["lstm"])
    assert [e.branch for e in manifest.refs.explanations] == ["lstm"]
    metrics = read_model(run.metrics, StudyMetrics)
    assert set(metrics.models) == {"lstm", *manifest.refs.baselines.names}
    assert {v.verdict for v in metrics.verdicts.values()} <= {"not enough films"}
    for report in (run.report_html, run.report_markdown):
        first_screen = report.read_text("utf-8").partition("LSTM on overviews reaches")[0]
        assert "This run holds no CNN on posters, so it cannot say" in first_screen
        assert "The CNN on posters could not be trained" in report.read_text("utf-8")
    with get_client(sync_client=True) as client:
        latest = max(
            (run for run in client.read_flow_runs() if not run.parent_task_run_id),
            key=lambda run: run.expected_start_time,
        )
    assert latest.state.is_failed()
    assert str(caught.value) in latest.state.message


def test_the_parent_never_imports_tensorflow():
    code = "import sys, flows.genre_study, flows.cli; print('tensorflow' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
