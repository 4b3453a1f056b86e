import re

import pytest

from data_contracts.estimate import Estimate
from data_contracts.fusion_metrics import HeadTrial
from reporting.html_report import render_html
from reporting.markdown_report import render_markdown
from reporting.side_by_side import findings_outline, side_outline
from reporting.side_figures import chart_rows, presets_chart
from reporting.side_tables import presets_table, side_verdicts_table, trainings_table
from reporting.side_words import (
    change_sentences,
    heads_sentence,
    held_verdicts,
    moved_verdicts,
    side_answer,
)
from reporting.wording import MISSING, join_names
from tests.side_cases import FOLDS, GENRES, side_by_side


@pytest.fixture(scope="module")
def side():
    return side_by_side()


def of_presets(side, number: int):
    """Return the first presets alone."""
    changes = side.changes[: number - 1]
    return side.model_copy(update={"presets": side.presets[:number], "changes": changes})


def with_verdicts(side, paths: dict[str, tuple[str, ...]]):
    """Return the presets with other verdicts: of each genre, preset by preset."""
    presets = []
    for number, study in enumerate(side.presets):
        verdicts = {
            genre: study.metrics.verdicts[genre].model_copy(update={"verdict": path[number]})
            for genre, path in paths.items()
        }
        metrics = study.metrics.model_copy(update={"verdicts": verdicts})
        presets.append(study.model_copy(update={"metrics": metrics}))
    return side.model_copy(update={"presets": tuple(presets)})


def test_the_answer_says_that_it_changes_and_for_which_genres(side):
    first, second = side_answer(side)

    assert first.startswith("The answer changes with the models. These films do not settle")
    assert "The overview says more about a film's genres than the poster: tuned reaches" in first
    moved = moved_verdicts(side)
    assert not set(moved) & set(held_verdicts(side))
    assert set(moved) | set(held_verdicts(side)) == set(GENRES)
    assert set(moved.values()) == {("undecided", "overview")}
    assert f"undecided, then overview for {join_names(list(moved))}. For no genre do two" in second


def test_genres_whose_verdicts_change_alike_are_named_together(side):
    paths = {
        "Drama": ("poster", "undecided"),
        "Comedy": ("undecided", "overview"),
        "Horror": ("undecided", "overview"),
        "Western": ("poster", "overview"),
    }

    _, second = side_answer(with_verdicts(side, paths))

    assert second.endswith(
        "Verdicts that change, preset by preset: undecided, then overview for Comedy and Horror; "
        "poster, then undecided for Drama; and poster, then overview for Western. "
        "For Western two presets have opposite verdicts."
    )


def test_the_same_answer_twice_is_said_to_hold(side):
    twin = side.presets[1].model_copy(update={"name": "pretrained"})
    twins = side.model_copy(update={"presets": (side.presets[1], twin)})

    first, second = side_answer(twins)

    assert first.startswith("With every preset the answer is the same. The overview says more")
    assert f"the same with every preset: {len(GENRES)} of four genres" in second
    assert "Verdicts that change" not in second


def test_one_preset_is_answered_as_a_run_is(side):
    first, second = side_answer(of_presets(side, 1))

    assert first.startswith("These films do not settle whether")
    assert second.startswith("Genre by genre, ")


def test_in_how_many_runs_a_joint_head_was_kept_is_said(side):
    helps, does_not = (
        HeadTrial(films=50, folds=5, gain=Estimate(value=gain, low=gain - 0.01, high=gain + 0.01))
        for gain in (0.03, 0.0)
    )

    def said(*trials: HeadTrial) -> str:
        return heads_sentence(side.presets[0].model_copy(update={"heads": trials}))

    assert said(helps).startswith("A joint head over both models took the place of the weights;")
    assert "did not take the place of the weights; what it gained" in said(does_not)
    assert "took the place of the weights in 1 of 2 runs;" in said(helps, does_not)
    assert "took the place of the weights in none of 2 runs;" in said(does_not, does_not)


def test_changes_are_said_with_their_side(side):
    models, gap = change_sentences(side)

    assert models.startswith("tuned against reference: the CNN on posters is better in mAP by +")
    assert "which favours the overview" in gap


def test_every_model_of_every_preset_has_a_row_with_its_trainings_and_costs(side):
    table = presets_table(side)

    assert [row[0].text for row in table.rows] == ["reference"] * 3 + ["tuned"] * 3 + ["baseline"]
    cnn, fusion = table.rows[0], table.rows[2]
    assert len(cnn[6].text.split(", ")) == FOLDS
    assert [cell.text for cell in cnn[7:]] == ["1 min 5 s", "3,464,601", "13.9 MB"]
    assert {cell.text for cell in fusion[7:]} == {MISSING}
    assert len(trainings_table(side).rows) == 2 * 3 * FOLDS


def test_verdicts_stand_side_by_side(side):
    table = side_verdicts_table(side)

    assert [column.label for column in table.columns] == ["Genre", "Films", "reference", "tuned"]
    assert {row[0].text for row in table.rows} == set(GENRES)


def test_the_chart_has_a_row_for_each_model_and_baseline(side):
    rows = chart_rows(side)

    assert [label for label, _, _ in rows][:3] == [
        "TF-IDF (baseline)",
        "reference: poster",
        "reference: overview",
    ]
    svg = presets_chart(side)
    assert all(label in svg for label, _, _ in rows)


def test_the_report_is_one_page_and_the_findings_its_text(side):
    page = render_html(side_outline(side))
    findings = render_markdown(findings_outline(side))

    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count("<svg") == 3
    assert "film-genres run --preset reference,tuned --folds 3" in findings
    assert "reference-1" in page
    assert "reference-1" not in findings  # names of runs say nothing elsewhere


def test_missing_branches_are_said(side):
    lone = {"cnn": side.presets[0].metrics.models["cnn"]}
    metrics = side.presets[0].metrics.model_copy(
        update={"models": lone, "verdicts": {}, "overall": None, "fusion": None}
    )
    preset = side.presets[0].model_copy(
        update={"metrics": metrics, "trainings": {"cnn": side.presets[0].trainings["cnn"]}}
    )
    change = side.changes[0].model_copy(update={"gap": None, "genre_gaps": {}})
    lacking = side.model_copy(update={"presets": (preset,), "changes": (change,)})

    text = render_markdown(side_outline(lacking))

    assert "These runs hold no LSTM on overviews" in text
    assert "These runs did not fuse the two models" in text
