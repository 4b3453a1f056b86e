"""The data contract as Great Expectations suites.

Import this where the suites are run: Great Expectations takes seconds to import.
"""

from typing import Final

from great_expectations import ExpectationSuite
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity

from data_contracts.rules import Rule, Suite

PLACE: Final = "place"
"""Key of an expectation's meta: its rule's place among the rules.

Results come in an order of their own, and are matched to rules by this.
"""


def build_suite(name: Suite, rules: tuple[Rule, ...]) -> ExpectationSuite:
    """Return the suite of those rules that bear its name."""
    # The suite's own adding of a configuration replaces one of the same type and column.
    return ExpectationSuite(
        name=name,
        expectations=[
            _configuration(rule, place).to_domain_obj()
            for place, rule in enumerate(rules)
            if rule.suite == name
        ],
    )


def _configuration(rule: Rule, place: int) -> ExpectationConfiguration:
    return ExpectationConfiguration(
        type=rule.expectation,
        kwargs=dict(rule.arguments),
        meta={PLACE: place, "reason": rule.reason, "otherwise": rule.action},
        description=rule.says,
        severity=FailureSeverity(rule.severity),
    )
