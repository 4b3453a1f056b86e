from datetime import UTC, datetime

from benchmarks.warm_rerun import parts_of
from data_contracts.results import StageRecord
from data_contracts.study import Manifest


def test_what_the_stages_and_the_lookups_do_not_take_is_prefects():
    manifest = Manifest(
        run_id="20260101-000000-smoke-0000",
        state="completed",
        created=datetime(2026, 1, 1, tzinfo=UTC),
        command="film-genres run",
        seed=1,
        threads=1,
        versions={},
        stages=(
            StageRecord(stage="ingest-source", seconds=2.0, cache="not cached"),
            StageRecord(stage="train-cnn", seconds=0.5, cache="hit"),
            StageRecord(stage="write-report", seconds=1.5, cache="not cached"),
        ),
    )

    said = parts_of(manifest, start=6.0, study=9.0, imports=2.5)

    assert said == (
        "Before that, 6.0 s pass until Prefect's server answers, 2.5 s of it imports. Of a run"
        " again the stages themselves take 4.0 s, 0.5 s of it to look at stored results; Prefect"
        " adds 5.0 s in its runs of 3 tasks."
    )
