from reporting.document import Cell, Column, Table
from reporting.markdown import escape, table_markdown


def test_nothing_in_a_text_acts(markup):
    assert escape(markup) == (
        '&lt;script&gt;alert("x")&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt; \\| \\*star\\* '
        "\\[link\\](http://\u200bevil.example) \\`tick\\` \\$x\\$"
    )


def test_a_text_stays_on_its_line():
    assert escape("a\n\n# b\r\n| c") == "a \\# b \\| c"
    assert escape("ask @someone") == "ask @\u200bsomeone"


def test_a_table_has_a_caption_a_rule_and_its_note():
    table = Table(
        "Scores",
        (Column("Model"), Column("F1", numeric=True)),
        ((Cell("a|b"), Cell(".44", ".41 to .47", 0.44)), (Cell("c"), Cell(""))),
        "Under each figure: its interval.",
    )
    assert table_markdown(table).splitlines() == [
        "**Scores**",
        "",
        "| Model | F1 |",
        "| --- | ---: |",
        "| a\\|b | .44 (.41 to .47) |",
        "| c | \N{EN DASH} |",
        "",
        "In brackets: its interval.",
    ]
