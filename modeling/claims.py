"""Claims decided on the test films and the trainings at hand, with the figures that decide them."""

from collections.abc import Iterable, Sequence

from data_contracts.claims import (
    BetterAt,
    Claim,
    CurveMoves,
    FailsAt,
    Generalises,
    MorePrecise,
    Rule,
    SaysFewer,
    SaysTooOften,
)
from data_contracts.metrics import ClaimEvidence, ClaimOutcome, ClaimStatus
from modeling.claim_figures import (
    ClaimFacts,
    better_at,
    fails_at,
    more_precise,
    says_fewer,
    says_too_often,
)
from modeling.curve_claims import curve_evidence, generalisation_evidence


def decide_claims(claims: Iterable[Claim], facts: ClaimFacts) -> tuple[ClaimOutcome, ...]:
    """Return each claim's outcome with all its figures."""
    return tuple(_decide(claim, facts) for claim in claims)


def overall_status(evidence: Sequence[ClaimEvidence]) -> ClaimStatus:
    """Return refuted where any figure refutes, confirmed where all confirm, else undecided."""
    found = {one.status for one in evidence}
    if "refuted" in found:
        return "refuted"
    return "confirmed" if found == {"confirmed"} else "undecided"


def _decide(claim: Claim, facts: ClaimFacts) -> ClaimOutcome:
    """Decide a claim; the intervals of its figures hold together, for one of them can refute it."""
    together = facts.at_once(max(1, sum(map(_intervals, claim.rules))))
    evidence = tuple(one for rule in claim.rules for one in _evidence(rule, together))
    return ClaimOutcome(
        key=claim.key,
        claim=claim.claim,
        source=claim.source,
        status=overall_status(evidence),
        evidence=evidence,
    )


def _intervals(rule: Rule) -> int:
    """Return how many figures of a rule have an interval that is the claim's own.

    Those of verdicts hold for all genres at once already, and curves have none.
    """
    match rule:
        case SaysTooOften():
            return len(rule.genres)
        case FailsAt():
            return len(rule.genres) * len(rule.models)
        case MorePrecise() | SaysFewer():
            return 1
        case BetterAt() | CurveMoves() | Generalises():
            return 0


def _evidence(rule: Rule, facts: ClaimFacts) -> list[ClaimEvidence]:
    found: list[ClaimEvidence]
    match rule:
        case BetterAt():
            found = [better_at(rule, genre, facts) for genre in rule.genres]
        case SaysTooOften():
            found = [says_too_often(rule, genre, facts) for genre in rule.genres]
        case FailsAt():
            found = [fails_at(rule, m, genre, facts) for genre in rule.genres for m in rule.models]
        case MorePrecise():
            found = [more_precise(rule, facts)]
        case SaysFewer():
            found = [says_fewer(rule, facts)]
        case CurveMoves():
            found = [curve_evidence(rule, facts.training.get(rule.branch, ()))]
        case Generalises():
            found = [generalisation_evidence(rule, facts.training.get(rule.branch, ()))]
    return found
