from reporting.cells import EMPTY, estimate_cell
from reporting.score_tables import (
    decisions_table,
    genre_decisions_table,
    genres_table,
    models_table,
)
from reporting.standings import measured_branches


def row(table, name):
    return next(cells for cells in table.rows if cells[0].text == name)


def test_every_row_has_a_cell_for_every_column(results):
    metrics = results.metrics
    tables = (
        models_table(metrics),
        decisions_table(metrics),
        genres_table(metrics),
        genre_decisions_table(metrics, "cnn"),
    )
    for table in tables:
        assert {len(cells) for cells in table.rows} == {len(table.columns)}


def test_the_models_table_holds_models_and_baselines_with_intervals(results):
    table = models_table(results.metrics)
    cells = row(table, "CNN on posters")
    assert (cells[1].text, cells[1].detail, cells[1].order) == (".31", ".29 to .33", 0.31)
    assert [column.label for column in table.columns][1:3] == ["mAP", "micro AP"]
    assert (cells[2].text, cells[2].detail) == (".41", ".38 to .44")
    assert row(table, "Always Drama, Comedy")[0].detail == "baseline"
    assert "95" in table.note
    assert "19 genres with at least 10 test films" in table.note


def test_the_genre_table_shows_genres_without_films(results):
    table = genres_table(results.metrics)
    assert [cells[0].text for cells in table.rows][:2] == ["Drama", "Comedy"]
    assert len(table.rows) == 25
    cells = row(table, "Documentary")
    assert cells[1].text == "not enough films"
    assert cells[2].text == "0"
    assert cells[4] == EMPTY


def test_decisions_of_a_genre_stand_at_both_thresholds(results):
    cells = row(genre_decisions_table(results.metrics, "cnn"), "Drama")
    assert cells[2].text == "519"
    assert cells[6].text == "1,037"
    assert cells[-2].text == ".31"


def test_what_is_never_said_has_no_precision_but_a_recall(results):
    cells = row(genre_decisions_table(results.metrics, "cnn"), "Music")
    assert cells[2].text == "0"
    assert cells[3] == EMPTY
    assert cells[4] != EMPTY


def test_decisions_stand_at_the_fitted_thresholds_too(results):
    rows = decisions_table(results.metrics).rows
    assert [cells[0].detail for cells in rows[:3]] == [
        "at .5",
        "at the fitted threshold",
        "at each genre's threshold",
    ]


def test_a_missing_estimate_is_a_dash():
    assert estimate_cell(None) == EMPTY


def test_measured_branches_are_those_with_figures(results, build_metrics):
    models = {"lstm": results.metrics.models["lstm"]}
    assert measured_branches(build_metrics(models=models)) == ("lstm",)
