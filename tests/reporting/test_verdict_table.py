from reporting.cells import EMPTY
from reporting.verdict_table import method_sentence, verdicts_table


def test_a_row_has_both_differences_and_both_verdicts(results):
    table = verdicts_table(results.metrics, 0.05)
    row = next(cells for cells in table.rows if cells[0].text == "Comedy")
    assert [cell.text for cell in row[2:4]] == ["overview", "\N{MINUS SIGN}.09"]
    assert row[6].text == "undecided"
    assert (row[7].text, row[7].order) == ("\N{MINUS SIGN}.04", -0.045)
    assert {len(cells) for cells in table.rows} == {len(table.columns)}


def test_the_correction_is_named(results, build_metrics):
    assert (
        "Correction for many genres: single-step max-T"
        in verdicts_table(results.metrics, 0.05).note
    )
    assert method_sentence(build_metrics(verdict_method="")) == ""


def test_older_verdicts_without_f1_have_a_dash(results, build_metrics):
    old = results.metrics.verdicts["Drama"].model_copy(update={"f1_difference": None})
    row = verdicts_table(build_metrics(verdicts={"Drama": old}), 0.05).rows[0]
    assert row[6:8] == (EMPTY, EMPTY)
