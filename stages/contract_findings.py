"""From broken rules to what is done about them: quarantine, remarks, counts and sentences."""

import math
from collections.abc import Hashable
from typing import Final, NamedTuple

import pandas as pd

from data_contracts import films
from data_contracts.contract_outcome import ExpectationOutcome
from data_contracts.film_rules import POSTER
from data_contracts.rules import Action, Rule, Suite
from data_contracts.study_rules import (
    FILMS_ACCEPTED,
    IGNORED_COLUMNS,
    POSTERS_LOST,
    ROWS_LOST,
    SHARE_SET_ASIDE,
)
from stages.contract_drift import drift_observed

_NAMED: Final = 5
"""How many films a sentence names before it says 'and N more'."""

_SHOWN_CHARACTERS: Final = 200
_NOUNS: Final[dict[Suite, str]] = {
    "films": "films",
    "posters": "poster files",
    "genres": "genres",
}
_CONSEQUENCES: Final[dict[Action, str]] = {
    "stop": "",
    "set aside": "set aside",
    "keep": "kept",
}
_FIGURES: Final = {
    ROWS_LOST: "{:,} are unaccounted for",
    POSTERS_LOST: "{:,} are unaccounted for",
    SHARE_SET_ASIDE: "{:.1%} are",
    FILMS_ACCEPTED: "{:,} are",
    IGNORED_COLUMNS: "ignored: {}",
}
"""What is said of each figure of the data set."""

_KEYS: Final[dict[Suite, str]] = {"films": films.LINE, "posters": POSTER}
"""The films' column that the rows of a suite's findings name."""

FINDING_COLUMNS: Final = (films.ID, films.LINE, "file", "reason", "value")


class Finding(NamedTuple):
    """How the data met one rule: the rows that break it, by the column that names a row."""

    rule: Rule
    success: bool
    checked: int
    rows: tuple[Hashable, ...] = ()
    observed: str = ""
    exception: str = ""

    @property
    def critical(self) -> bool:
        """Whether the run must stop: a rule that stops is broken, or one was not checked."""
        return not self.success and (self.rule.severity == "critical" or bool(self.exception))


def film_findings(findings: list[Finding], facts: pd.DataFrame, action: Action) -> pd.DataFrame:
    """Return FINDING_COLUMNS: one row for each film and reason, of the rules with that action.

    What is found of a poster is found of the film that uses it. facts: the films' table with
    what was measured. Sorted by line, then by the rules' order.
    """
    pieces = [
        _film_rows(finding, facts[facts[_KEYS[finding.rule.suite]].isin(finding.rows)])
        for finding in findings
        if finding.rule.suite in _KEYS and finding.rule.action == action and finding.rows
    ]
    empty = pd.DataFrame({name: pd.Series(dtype="str") for name in FINDING_COLUMNS})
    table = pd.concat(pieces or [empty], ignore_index=True)
    kinds = dict.fromkeys(FINDING_COLUMNS, "str") | {films.LINE: "int64"}
    return table.astype(kinds).sort_values(films.LINE, kind="stable", ignore_index=True)


def reasons(quarantine: pd.DataFrame) -> str:
    """Return how many films each reason costs, and the first of them, for a sentence."""
    groups = sorted(quarantine.groupby("reason")[films.ID], key=lambda group: -len(group[1]))
    return "; ".join(
        f"{reason} {len(ids):,} ({named([printable(one) for one in ids])})"
        for reason, ids in groups
    )


def outcome_of(finding: Finding, labels: dict[Hashable, str]) -> ExpectationOutcome:
    """Return a finding as it is stored and shown; labels: what people call each row."""
    rule = finding.rule
    return ExpectationOutcome(
        suite=rule.suite,
        expectation=rule.expectation,
        column=rule.column,
        severity="critical" if finding.exception else rule.severity,
        success=finding.success,
        sentence=_sentence(finding, labels),
        unexpected=len(finding.rows),
        examples=tuple(labels.get(row, printable(row)) for row in finding.rows[:20]),
    )


def observed(rule: Rule, frame: pd.DataFrame) -> str:
    """Return what was found, for a rule about a table as a whole; nothing for one about rows."""
    if "column_set" in rule.arguments:
        missing = [name for name in rule.arguments["column_set"] if name not in frame.columns]
        return f"it lacks {named(missing)}" if missing else "none is missing"
    if rule.suite == "drift":
        return drift_observed(str(rule.column), frame)
    if rule.suite != "study":
        return ""
    value = frame[str(rule.column)].iloc[0]
    return "none is ignored" if value is None else _FIGURES[str(rule.column)].format(value)


def named(names: list[str]) -> str:
    """Return the first few names and how many more there are."""
    shown = ", ".join(names[:_NAMED])
    return shown + (f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else "")


def printable(value: object) -> str:
    """Return a value short and on one line; nothing for a missing one."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    text = str(value)
    cut = text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 3] + "..."
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in cut)


def _film_rows(finding: Finding, broken: pd.DataFrame) -> pd.DataFrame:
    shown = [name for name in finding.rule.shows if name in broken.columns]
    values = [
        "; ".join(filter(None, (printable(value) for value in row)))
        for row in broken[shown].itertuples(index=False, name=None)
    ]
    return pd.DataFrame(
        {
            films.ID: broken[films.ID].to_numpy(),
            films.LINE: broken[films.LINE].to_numpy(),
            "file": broken[POSTER].to_numpy(),
            "reason": finding.rule.reason,
            "value": values or None,
        }
    )


def _sentence(finding: Finding, labels: dict[Hashable, str]) -> str:
    rule, noun = finding.rule, _NOUNS.get(finding.rule.suite, "rows")
    if finding.exception:
        return f"{rule.says}: this could not be checked ({finding.exception})."
    if finding.observed:
        return f"{rule.says}: {'so it is' if finding.success else 'not so'}, {finding.observed}."
    if finding.success:
        return f"{rule.says}: true of all {finding.checked:,} {noun}."
    names = named([labels.get(row, printable(row)) for row in finding.rows])
    extent = f"{len(finding.rows):,} of {finding.checked:,} {noun}"
    # What becomes of a film by its poster is said by the films' own rules.
    then = "" if rule.suite == "posters" else _CONSEQUENCES[rule.action]
    pronoun = "it is" if len(finding.rows) == 1 else "they are"
    return f"{rule.says}, except for {extent}: {names}{then and f'; {pronoun} {then}'}."
