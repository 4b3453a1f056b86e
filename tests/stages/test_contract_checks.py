"""Great Expectations runs every rule, and where it fails the contract is broken."""

import pandas as pd
import pytest

from data_contracts.errors import ContractError
from data_contracts.rules import rule
from stages.contract_checks import Checks

FRAME = pd.DataFrame({"line": [2, 3], "words": [1, 0]})


def _one(column, kind="column_values_to_be_between", **arguments):
    return rule(("films", "keep"), "r", "It holds", kind, column=column, **arguments)


def test_a_remark_that_great_expectations_cannot_check_is_critical():
    checks = Checks((_one("words", min_value=1), _one("nowhere", min_value=1)))
    checked, failed = checks.run("films", FRAME)
    assert (checked.rows, checked.critical, checked.exception) == ((3,), False, "")
    assert "nowhere" in failed.exception
    assert failed.critical


def test_a_suite_that_great_expectations_cannot_run_is_a_broken_contract():
    checks = Checks((_one("words", kind="nothing_known"),))
    with pytest.raises(ContractError, match=r"the suite films could not be checked \(.*report"):
        checks.run("films", FRAME)


def test_rules_of_one_kind_on_one_column_are_all_checked():
    rules = (_one("words", min_value=1), _one("words", max_value=0), _one("words", max_value=9))
    assert [found.rows for found in Checks(rules).run("films", FRAME)] == [(3,), (2,), ()]
