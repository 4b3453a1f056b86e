"""The contract's verdict on the tables, whoever checks the rules: what goes on, and why not."""

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

import pandas as pd

from data_contracts import films
from data_contracts.contract_outcome import Accounting, ContractOutcome
from data_contracts.errors import ContractError
from data_contracts.references import ContentRef
from data_contracts.rules import Suite
from stages.contract_accounting import (
    accepted_films,
    accounting,
    genre_figures,
    study_figures,
)
from stages.contract_facts import film_facts, poster_facts
from stages.contract_findings import Finding, film_findings, outcome_of, printable, reasons

Check = Callable[[Suite, pd.DataFrame], list[Finding]]
"""Checks a table against the rules of a suite."""

MeasureDrift = Callable[[pd.DataFrame], pd.DataFrame]
"""Returns the drift table of the accepted films."""


class Verdict(NamedTuple):
    """All that the contract found. quarantine and remarks have a row for each film and reason."""

    accepted: pd.DataFrame
    quarantine: pd.DataFrame
    remarks: pd.DataFrame
    outcome: ContractOutcome
    findings: tuple[Finding, ...]


def judge(
    rows: pd.DataFrame,
    posters: pd.DataFrame,
    genres: tuple[str, ...],
    check: Check,
    drift: MeasureDrift | None = None,
    ignored: Sequence[str] = (),
) -> Verdict:
    """Check the schema, then films and posters, then what is left of the data set.

    rows, posters: the tables that ingest committed; drift: absent where there is nothing to
    compare the films to; ignored: columns of the CSV that no genre and no field names.

    Raises ContractError where the tables lack the contract's columns.
    """
    schema = [*check("films_schema", rows), *check("posters_schema", posters)]
    if any(finding.critical for finding in schema):
        raise _broken(schema, [outcome_of(finding, {}).sentence for finding in schema])
    poster_table = poster_facts(posters, rows)
    facts = film_facts(rows, poster_table, genres)
    found = [*check("films", facts), *check("posters", poster_table)]
    quarantine = film_findings(found, facts, "set aside")
    remarks = film_findings(found, facts, "keep")
    counts = accounting(facts, poster_table, quarantine, remarks)
    accepted = accepted_films(facts, quarantine)
    study, kinds = study_figures(counts, ignored), genre_figures(accepted, genres)
    moved = [] if drift is None or accepted.empty else check("drift", drift(accepted))
    findings = (*schema, *found, *check("study", study), *moved, *check("genres", kinds))
    result = _outcome(findings, _labels(rows), counts)
    return Verdict(accepted, quarantine, remarks, result, findings)


def stop_where_critical(verdict: Verdict, content: ContentRef) -> None:
    """Raise ContractError, with the outcome and where it is kept, if the run must not go on."""
    if any(finding.critical for finding in verdict.findings):
        sentences = [expectation.sentence for expectation in verdict.outcome.expectations]
        error = _broken(verdict.findings, sentences, reasons(verdict.quarantine))
        error.outcome, error.content = verdict.outcome, content
        raise error


def _broken(
    findings: Sequence[Finding], sentences: Sequence[str], set_aside: str = ""
) -> ContractError:
    """Say the first broken rule in full, why it is broken, how many more are, and the remedy.

    All in one sentence, like every other error.
    """
    broken = [
        (finding.rule, sentence.removesuffix("."))
        for finding, sentence in zip(findings, sentences, strict=True)
        if finding.critical
    ]
    rule, whole = broken[0]
    sentence = whole.replace(": not so, ", ", but ", 1)
    why = f"; set aside are: {set_aside}" if set_aside and rule.suite == "study" else ""
    others = len(broken) - 1
    rules = "1 more critical rule is" if others == 1 else f"{others} more critical rules are"
    more = f"; {rules} broken too" if others else ""
    remedy = rule.remedy or "report this as a fault of the workflow"
    said = f"{sentence[:1].lower()}{sentence[1:]}"
    return ContractError(f"the data contract is broken: {said}{why}{more}; {remedy}")


def _outcome(
    findings: Sequence[Finding], labels: dict[Hashable, str], counts: Accounting
) -> ContractOutcome:
    return ContractOutcome(
        accounting=counts,
        expectations=tuple(outcome_of(finding, labels) for finding in findings),
    )


def _labels(rows: pd.DataFrame) -> dict[Hashable, str]:
    return {
        line: f"{printable(film_id) or 'a film without Id'} (line {line:,})"
        for film_id, line in zip(rows[films.ID], rows[films.LINE], strict=True)
    }
