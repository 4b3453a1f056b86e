from reporting.summary import (
    contract_table,
    genre_table_markdown,
    model_table_markdown,
    summary_lines,
    summary_markdown,
    verdict_table_markdown,
)


def test_the_two_lines_hold_no_line_break(results):
    lines = summary_lines(results)
    assert len(lines) == 2
    assert all(line and "\n" not in line for line in lines)


def test_the_summary_holds_the_failures(results):
    text = summary_markdown(results)
    assert text.startswith("**Between these two networks, the poster says more")
    assert "> The LSTM on overviews has failed" in text


def test_the_tables_for_prefect_are_tables(results):
    assert "| CNN on posters | .31 (.29 to .33) |" in model_table_markdown(results)
    assert "| Drama | overview | 546 | .54 | .61 (" in genre_table_markdown(results)
    assert (
        "| Drama | 546 | overview | \N{MINUS SIGN}.17 (\N{MINUS SIGN}.22 to \N{MINUS SIGN}.12) |"
        in verdict_table_markdown(results)
    )


def test_the_contract_fits_a_terminal(results):
    text = contract_table(results.contract)
    assert max(len(line) for line in text.splitlines()) <= 96
    for words in ("which adds up to 5,060.", "Set aside: genre unknown: 4", "cut off: 404"):
        assert words in text
    assert "404 of" in text
    assert "Id of its own" not in text


def test_brackets_in_a_rule_are_not_taken_for_colours(results):
    odd = results.contract.expectations[1].model_copy(update={"sentence": "ids in [red]x[/red]"})
    text = contract_table(results.contract.model_copy(update={"expectations": (odd,)}))
    assert "[red]x[/red]" in text
