"""The contract's rules, as a list."""

from collections import Counter
from pathlib import Path

import pytest
from pydantic import ValidationError

from data_contracts.config import ContractConfig, StudyConfig
from data_contracts.contract import contract
from data_contracts.drift_rules import drift_rules
from data_contracts.film_rules import film_rules
from data_contracts.films import GENRES
from data_contracts.poster_rules import poster_rules
from data_contracts.rules import ROW_NAMES, rule
from data_contracts.study_rules import study_rules

RULES = contract(StudyConfig())


def test_the_contract_is_the_rules_of_its_parts():
    parts = (*film_rules(GENRES), *poster_rules(), *study_rules(ContractConfig()))
    parts = (*parts, *drift_rules("warning"))
    assert parts == RULES
    assert {one.suite for one in RULES} == set(ROW_NAMES)


def test_a_reason_is_counted_for_one_rule_of_a_suite():
    reasons = Counter((one.suite, one.reason) for one in RULES if one.action != "stop")
    assert set(reasons.values()) == {1}


def test_what_stops_is_critical_and_has_a_remedy():
    for one in (*RULES, *drift_rules("stop")):
        assert (one.severity == "critical") == (one.action == "stop") == bool(one.remedy)


def test_limits_come_from_the_configuration():
    limits = ContractConfig(max_set_aside=0.125, min_films=70, min_genre_films=9)
    says = " / ".join(one.says for one in study_rules(limits))
    assert "At most 12.5%" in says
    assert "At least 70 usable films" in says
    assert "at least 9 usable films" in says


def test_a_rule_shows_the_columns_it_is_about():
    one = rule(("films", "keep"), "r", "s", "kind", column_A="a", column_B="b")
    assert (one.column, one.shows, one.expectation) == ("a", ("a", "b"), "expect_kind")
    other = rule(("films", "keep"), "r", "s", "kind", column="a", shows=("c",), remedy="mend")
    assert (other.shows, other.remedy, other.arguments) == (("c",), "mend", {"column": "a"})


def test_a_rule_of_an_unknown_suite_is_refused():
    with pytest.raises(ValidationError):
        rule(("actors", "keep"), "r", "s", "kind")


DOCUMENT = Path(__file__).parents[2] / "docs" / "data_contract.md"


@pytest.mark.parametrize("one", RULES, ids=lambda one: f"{one.suite}: {one.reason}")
def test_every_rule_is_in_the_documentation(one):
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    says = (
        "Every value of each genre column is 0 or 1"
        if one.reason == "genre not 0 or 1"
        else one.says
    )
    tail = one.suite if one.action == "stop" else one.reason
    assert any(f"| {tail} |" in line and f"| {says}" in line for line in lines)
