"""Findings become rows, counts and sentences."""

import pandas as pd
import pytest

from data_contracts.rules import rule
from stages.contract_findings import (
    FINDING_COLUMNS,
    Finding,
    film_findings,
    named,
    observed,
    outcome_of,
    printable,
    reasons,
)

FACTS = pd.DataFrame(
    {
        "Id": ["tt1", "tt2", "tt3"],
        "line": [2, 3, 4],
        "poster": ["Images/tt1.jpg", None, "Images/tt3.jpg"],
        "overview": ["a", None, "c\n" * 300],
    }
)
NO_OVERVIEW = rule(("films", "set aside"), "no text", "Every film has one", "k", column="overview")
BLANK = rule(("posters", "keep"), "blank", "No poster is blank", "k", column="contrast")
LIMIT = rule(("study", "stop"), "too many", "Few are lost", "k", column="share_set_aside")


def _finding(about, rows=(), **fields):
    return Finding(about, success=not rows, checked=3, rows=rows, **fields)


def test_each_film_and_reason_has_a_row_with_the_value():
    found = [_finding(NO_OVERVIEW, (3, 4)), _finding(BLANK, ("Images/tt1.jpg",))]
    table = film_findings(found, FACTS, "set aside")
    assert tuple(table.columns) == FINDING_COLUMNS
    assert table[["Id", "line", "reason"]].to_numpy().tolist() == [
        ["tt2", 3, "no text"],
        ["tt3", 4, "no text"],
    ]
    assert table["file"].fillna("").tolist() == ["", "Images/tt3.jpg"]
    assert table["value"].str.len().tolist() == [0, 298]


def test_what_is_found_of_a_poster_is_found_of_its_film():
    found = [_finding(BLANK, ("Images/tt3.jpg", "Images/orphan.jpg"))]
    table = film_findings(found, FACTS, "keep")
    assert table[["Id", "reason"]].to_numpy().tolist() == [["tt3", "blank"]]


def test_no_finding_gives_the_same_columns_and_types():
    empty, full = (
        film_findings([_finding(NO_OVERVIEW, rows)], FACTS, "set aside") for rows in ((), (3,))
    )
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (_finding(NO_OVERVIEW), "Every film has one: true of all 3 films."),
        (
            _finding(NO_OVERVIEW, (2, 3)),
            "Every film has one, except for 2 of 3 films: tt1, 3; they are set aside.",
        ),
        (
            _finding(BLANK, ("Images/a.jpg",)),
            "No poster is blank, except for 1 of 3 poster files: Images/a.jpg.",
        ),
        (
            _finding(BLANK, ("Images/\x1b[2J\n.jpg",)),
            r"No poster is blank, except for 1 of 3 poster files: Images/\x1b[2J\n.jpg.",
        ),
        (_finding(LIMIT, (0,), observed="9% are"), "Few are lost: not so, 9% are."),
        (_finding(LIMIT, observed="1% are"), "Few are lost: so it is, 1% are."),
        (
            Finding(BLANK, success=False, checked=0, exception="boom"),
            "No poster is blank: this could not be checked (boom).",
        ),
    ],
)
def test_sentences(finding, sentence):
    assert outcome_of(finding, {2: "tt1"}).sentence == sentence


def test_a_rule_that_could_not_be_checked_is_critical_whatever_it_is():
    failed = Finding(BLANK, success=False, checked=0, exception="boom")
    assert failed.critical
    assert outcome_of(failed, {}).severity == "critical"
    assert not _finding(BLANK, ("a",)).critical
    assert _finding(LIMIT, (0,)).critical
    assert not _finding(LIMIT).critical


def test_reasons_are_counted_with_the_largest_first():
    table = pd.DataFrame({"Id": [f"t{n}" for n in range(8)], "reason": ["b"] + ["a"] * 7})
    assert reasons(table) == "a 7 (t1, t2, t3, t4, t5 and 2 more); b 1 (t0)"
    assert named(["x"]) == "x"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (pd.NA, ""), (float("nan"), ""), (3, "3"), ("a\nb\x1b", "a\\nb\\x1b"), ("é", "é")],
)
def test_values_are_shown_on_one_line(value, text):
    assert printable(value) == text


def test_what_is_observed_of_a_table():
    schema = rule(("films_schema", "stop"), "r", "s", "k", column_set=["Id", "line", "Sport"])
    assert observed(schema, FACTS) == "it lacks Sport"
    assert observed(LIMIT, pd.DataFrame({"share_set_aside": [0.1234]})) == "12.3% are"
    assert observed(NO_OVERVIEW, FACTS) == ""
