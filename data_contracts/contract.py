"""The data contract: every rule about films, posters and the data set, in one list."""

from data_contracts.config import StudyConfig
from data_contracts.drift_rules import drift_rules
from data_contracts.film_rules import film_rules
from data_contracts.poster_rules import poster_rules
from data_contracts.rules import Rule
from data_contracts.study_rules import study_rules


def contract(config: StudyConfig) -> tuple[Rule, ...]:
    """Return every rule of the contract, in the order in which they are reported."""
    limits = config.contract
    rules = (*film_rules(config.genres), *poster_rules(), *study_rules(limits))
    return (*rules, *drift_rules(limits.drift))
