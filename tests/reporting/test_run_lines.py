from datetime import UTC, datetime

from data_contracts.champions import HistoryEntry
from data_contracts.retention import KeptRun, KeptSide, PrunePlan, Removal
from data_contracts.run_listing import RunLine
from reporting.run_lines import champion_line, prune_lines, run_lines
from tests.champion_cases import champion


def test_runs_stand_in_columns_with_what_is_known():
    good = RunLine(
        run_id="run-1", state="completed", created=datetime(2026, 7, 1, 2, 30, tzinfo=UTC),
        preset="reference", data_name="films", films=5057, maps={"cnn": 0.2, "lstm": 0.19},
        champion=("cnn", "lstm"),
    )  # fmt: skip
    bad = RunLine(
        run_id="run-2", state="failed", created=datetime(2026, 7, 2, tzinfo=UTC), error="No disk."
    )

    head, first, second, why = run_lines([good, bad])

    assert head.split() == [
        "Run", "State", "Began", "Preset", "Data", "Films", "CNN", "LSTM", "Champion",
    ]  # fmt: skip
    assert first.split("  ")[0] == "run-1"
    assert "run-1  completed  2026-07-01 02:30  reference  films  5,057  .20   .19" in first
    assert first.endswith("CNN and LSTM")
    assert second.startswith("run-2  failed")
    assert why == "    No disk."


def test_no_runs_leave_the_head_alone():
    assert len(run_lines([])) == 1


def test_the_champions_are_named():
    entry = HistoryEntry(
        number=1, at=datetime(2026, 7, 1, tzinfo=UTC), action="promoted", by="hand", run_id="run-1",
        branches=("cnn",), champions={"cnn": champion("run-1")}, previous=0,
    )  # fmt: skip

    first = "The champion is now the CNN on posters of run run-1"
    assert champion_line(entry) == f"{first}."
    later = champion_line(entry.model_copy(update={"previous": 1}))
    assert later == f"{first}; `film-genres rollback` brings back those before."


def removal(megabytes: float) -> Removal:
    return Removal(name="run-0", size_bytes=round(megabytes * 1e6))


def test_a_plan_says_what_would_go_and_how_much():
    plan = PrunePlan(
        kept=(KeptRun(run_id="run-1", reason="has a champion"),),
        runs=(removal(1.25),),
        content=(removal(20), removal(100)),
        checkpoints=(),
    )

    assert prune_lines(plan, dry_run=True) == [
        "run-1  stays: has a champion",
        "run-0  would go: 1.2 MB",
        "121.2 MB would be freed: one run (1.2 MB) and two folders of content (120.0 MB).",
    ]
    assert prune_lines(plan, dry_run=False)[1] == "run-0  is gone: 1.2 MB"


def test_side_by_sides_are_named_as_such():
    plan = PrunePlan(
        kept=(), runs=(), content=(), checkpoints=(),
        kept_sides=(KeptSide(side_id="side-1", reason="young"),),
        sides=(Removal(name="side-0", size_bytes=2_400_000),),
    )  # fmt: skip

    assert prune_lines(plan, dry_run=False) == [
        "side by side side-1  stays: young",
        "side by side side-0  is gone: 2.4 MB",
        "2.4 MB are freed: one side-by-side (2.4 MB).",
    ]


def test_nothing_to_prune_is_said():
    plan = PrunePlan(kept=(), runs=(), content=(), checkpoints=())
    assert prune_lines(plan, dry_run=True) == ["There is nothing to prune."]
