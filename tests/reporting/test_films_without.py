from reporting.films_without import films_without_blocks
from reporting.wording import MISSING


def test_what_missing_inputs_cost_is_said_and_tabled(results):
    said, table = films_without_blocks(results.metrics, results.metrics.fusion)

    assert "is not fused: its answer is that of the other model alone, calibrated" in said.text
    assert (
        "Without 50\N{NO-BREAK SPACE}% of the posters, taken away at random, the mAP over all test "
        "films is .01 (interval \N{MINUS SIGN}.01 to .03) lower, which may be chance. Without"
    ) in said.text
    assert said.text.endswith(
        "overviews, taken away at random, the mAP over all test films is .12 (interval .10 to .14) "
        "lower."
    )
    assert [row[0].text.replace("\N{NO-BREAK SPACE}", " ") for row in table.rows] == [
        "nothing",
        "50 % of the posters",
        "50 % of the overviews",
        "all posters",
        "25 % of the posters and 25 % of the overviews",
    ]
    assert [cell.text for cell in table.rows[0]] == ["nothing", ".35", MISSING, ".49", MISSING]
    assert [cell.text for cell in table.rows[2]][1:] == [".23", ".12", ".38", ".12"]


def test_a_run_that_did_not_look_says_how_such_films_are_answered(results):
    fusion = results.metrics.fusion.model_copy(update={"missing": ()})
    (said,) = films_without_blocks(results.metrics, fusion)
    assert said.text.endswith("as film-genres predict gives it.")


def test_without_the_figures_of_fusion_the_table_starts_with_what_is_missing(
    results, build_metrics
):
    metrics = build_metrics(models={"cnn": results.metrics.models["cnn"]})
    _, table = films_without_blocks(metrics, results.metrics.fusion)
    assert table.rows[0][0].text.endswith("of the posters")
