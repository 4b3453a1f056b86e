from data_contracts.tuning import SearchTable, TrialOutcome, TrialRow, TuningFilmsRef
from reporting.trial_table import trial_table

FILMS = TuningFilmsRef(sha256="a" * 64, train=70, validation=10)


def row(number: int, value: float | None, **settings) -> TrialRow:
    outcome = value and TrialOutcome(
        value=value, best_epoch=3, epochs=4, parameters=12_345, seconds=6.6
    )
    return TrialRow(
        number=number,
        state="complete" if outcome else "fail",
        settings=settings,
        outcome=outcome or None,
    )


def test_trials_are_listed_best_first_and_failures_last():
    rows = (
        row(0, 0.25, **{"images": {"height": 96, "width": 64}, "cnn.block_filters": [8, 16]}),
        row(1, None, images={"height": 64, "width": 64}),
        row(2, 0.3, **{"cnn.training.learning_rate": 0.00123}),
    )

    lines = trial_table(SearchTable(branch="cnn", films=FILMS, rows=rows)).splitlines()

    assert lines == [
        "Trials of the CNN on 70 training and 10 validation films:",
        "",
        "| trial | validation mAP | epochs | best | parameters | seconds "
        "| images | block_filters | learning_rate |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        "| 2 | 0.300 | 4 | 3 | 12,345 | 7 |  |  | 0.00123 |",
        "| 0 | 0.250 | 4 | 3 | 12,345 | 7 | 96 x 64 | 8, 16 |  |",
        "| 1 | fail |  |  |  |  | 64 x 64 |  |  |",
    ]
