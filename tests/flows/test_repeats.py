"""A study that trains each branch under several seeds, against a real Prefect server."""

from pathlib import Path

import pytest

from data_contracts.metrics import StudyMetrics
from flows.genre_study import genre_study
from storage.parquet import read_table
from storage.runs import RunFolder, Workspace, read_model

pytestmark = [pytest.mark.slow, pytest.mark.nightly, pytest.mark.timeout(1_800)]


def _run(outcome) -> tuple[RunFolder, StudyMetrics]:
    folder = Workspace(Path(outcome.folder).parents[1]).run(outcome.run_id)
    return folder, read_model(folder.metrics, StudyMetrics)


def test_a_repeat_goes_on_from_the_seed_that_was_trained(tiny_config, prefect_server):
    _, once = _run(genre_study(tiny_config))

    outcome = genre_study(tiny_config.model_copy(update={"repeats": 2}))

    run, metrics = _run(outcome)
    cache = {record.stage: record.cache for record in run.read_manifest().stages}
    assert {stage: of for stage, of in cache.items() if stage.startswith("train-")} == {
        "train-cnn-seed-1": "hit",
        "train-lstm-seed-1": "hit",
        "train-cnn-seed-2": "miss",
        "train-lstm-seed-2": "miss",
    }
    assert metrics.seeds == (1, 2)
    for name in ("cnn", "lstm", "fusion"):
        trained = metrics.models[name]
        assert trained.by_seed[1] == once.models[name].by_seed[1]
        assert trained.test.map.value == pytest.approx(
            (trained.by_seed[1].map + trained.by_seed[2].map) / 2
        )
        tables = [read_table(run.predictions(of)) for of in (name, f"{name}-seed-2")]
        assert tables[0]["Id"].tolist() == tables[1]["Id"].tolist()
        assert not tables[0].equals(tables[1])
    assert run.history("cnn-seed-2").is_file()
    report = run.report_markdown.read_text("utf-8")
    assert "under two seeds, 1 and 2, on one split" in report
    assert "one seed says nothing" not in report
