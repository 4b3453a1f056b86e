"""The contract becomes Great Expectations suites without losing a rule."""

import pytest

from data_contracts.config import StudyConfig
from data_contracts.contract import contract
from data_contracts.expectations import PLACE, build_suite
from data_contracts.rules import ROW_NAMES

RULES = contract(StudyConfig())


@pytest.mark.parametrize("name", ROW_NAMES)
def test_a_suite_has_an_expectation_for_each_rule(name):
    suite = build_suite(name, RULES)
    places = [place for place, rule in enumerate(RULES) if rule.suite == name]
    assert [one.meta[PLACE] for one in suite.expectations] == places
    for expectation in suite.expectations:
        rule = RULES[expectation.meta[PLACE]]
        assert expectation.expectation_type == rule.expectation
        assert expectation.severity.value == rule.severity
        assert expectation.description == rule.says
