from data_contracts.tuning import SearchTable, TrialOutcome, TrialRow, TuningFilmsRef

FILMS = TuningFilmsRef(sha256="a" * 64, train=7, validation=1)


def table(*values: float | None) -> SearchTable:
    rows = []
    for number, value in enumerate(values):
        outcome = None
        if value is not None:
            outcome = TrialOutcome(value=value, best_epoch=1, epochs=1, parameters=1, seconds=1)
        state = "fail" if outcome is None else "complete"
        rows.append(TrialRow(number=number, state=state, settings={}, outcome=outcome))
    return SearchTable(branch="cnn", films=FILMS, rows=tuple(rows))


def test_the_best_trial_has_the_largest_value_and_came_first():
    assert table(0.1, None, 0.3, 0.3).best.number == 2


def test_without_a_finished_trial_there_is_no_best():
    assert table(None).best is None
    assert table().best is None
