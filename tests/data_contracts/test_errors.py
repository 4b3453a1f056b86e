"""Errors carry what belongs to them, also from another process."""

import pickle

from data_contracts.contract_outcome import Accounting, ContractOutcome
from data_contracts.errors import ContractError, StudyError


def test_a_broken_contract_carries_its_outcome_through_pickling():
    counts = dict.fromkeys([*Accounting.model_fields][:7], 0)
    accounting = Accounting(**counts, set_aside_reasons={}, warnings={})
    outcome = ContractOutcome(accounting=accounting, expectations=())
    error = pickle.loads(pickle.dumps(ContractError("broken", outcome)))
    assert isinstance(error, StudyError)
    assert (str(error), error.outcome) == ("broken", outcome)
    assert ContractError("broken").outcome is None
