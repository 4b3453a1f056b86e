import re

import pytest

from reporting.markdown_report import render_markdown
from reporting.outline import outline


@pytest.fixture(scope="module")
def text(report):
    return render_markdown(report)


def test_it_holds_every_section_and_every_sentence_of_the_answer(report, text):
    for section in report.sections:
        assert f"\n## {section.title}\n" in text
    for sentence in report.answer:
        assert " ".join(sentence.split()) in text
    assert text.startswith("# Poster or overview")


def test_every_table_row_has_as_many_cells_as_its_head(text):
    tables = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    assert len(tables) >= 10
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1


def test_markup_in_the_data_stays_text(text):
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_command_cannot_leave_its_fence(build):
    text = render_markdown(outline(build(command="a\n```\n<script>\n```")))
    assert text.count("```") == 2


@pytest.mark.parametrize("kept", [(), ("lstm",)])
def test_a_study_without_some_models_is_reported(build, build_metrics, results, kept):
    models = {name: results.metrics.models[name] for name in kept}
    text = render_markdown(outline(build(metrics=build_metrics(models=models), training={})))
    assert "This run holds no" in text
    assert "This run kept no training history" in text


def test_it_does_not_describe_what_only_the_page_draws(text):
    assert "Grad-CAM" in text
    assert "second picture" not in text
    assert "solid line" not in text
