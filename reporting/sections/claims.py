"""The study's claims, each with its outcome and the numbers that decide it."""

from collections.abc import Iterator, Sequence
from typing import Final

from data_contracts.metrics import ClaimEvidence, ClaimOutcome, ClaimStatus
from data_contracts.results import StudyResults
from reporting.document import Block, Bullets, Heading, Prose, Section
from reporting.wording import (
    count_noun,
    estimate,
    figure,
    join_names,
    number_word,
    sentence_case,
)

_RULE: Final = (
    "A claim is refuted where any of its figures refutes it, confirmed where all of them confirm "
    "it, and undecided otherwise. The settings can add claims of one's own, with "
    "film-genres run --config."
)
_NAMED: Final = 3
_STATUSES: Final[tuple[ClaimStatus, ...]] = ("confirmed", "refuted", "undecided")


def claims_section(results: StudyResults) -> Section:
    """Return what became of each claim; a sentence alone where the run decided none."""
    claims = results.metrics.claims
    if not claims:
        lone = Prose("This run decided no claims.")
        return Section("claims", "The study's claims", (lone,))
    blocks: list[Block] = [Prose(f"{_tally(claims)} {_RULE}"), _overview(claims)]
    for number, claim in enumerate(claims, start=1):
        blocks.append(Heading(f"Claim {number}: {claim.status}"))
        blocks.append(Prose(claim.claim))
        blocks.append(Prose(deciding_sentence(claim)))
        blocks.extend(_evidence(claim))
    return Section("claims", "The study's claims", tuple(blocks))


def deciding_sentence(claim: ClaimOutcome) -> str:
    """Say which figures decide a claim."""
    if claim.status == "undecided":
        confirming = sum(one.status == "confirmed" for one in claim.evidence)
        some = number_word(confirming) if confirming else "none"
        return (
            f"Of its {count_noun(len(claim.evidence), 'figure')} none refutes it and {some} "
            f"{'confirm' if confirming > 1 else 'confirms'} it; a claim is confirmed by all or "
            f"not at all."
        )
    deciding = [one for one in claim.evidence if one.status == claim.status]
    parts = [f"{one.quantity}: {_value(one)}" for one in deciding[:_NAMED]]
    more = len(deciding) - _NAMED
    rest = f"; and {count_noun(more, 'more figure')}" if more > 0 else ""
    verb = "refutes" if claim.status == "refuted" else "confirms"
    return f"What {verb} it: {'; '.join(parts)}{rest}."


def _tally(claims: Sequence[ClaimOutcome]) -> str:
    counts = {status: sum(c.status == status for c in claims) for status in _STATUSES}
    parts = [f"{count_noun(n, 'is', 'are')} {status}" for status, n in counts.items() if n]
    return sentence_case(f"of {count_noun(len(claims), 'claim')}, {join_names(parts)}.")


def _overview(claims: Sequence[ClaimOutcome]) -> Bullets:
    return Bullets(
        tuple(f"{sentence_case(claim.status)}: {claim.claim} ({claim.source})" for claim in claims)
    )


def _evidence(claim: ClaimOutcome) -> Iterator[Bullets]:
    """List a claim's figures under the rule that they are judged by."""
    for rule in dict.fromkeys(one.rule for one in claim.evidence):
        figures = [one for one in claim.evidence if one.rule == rule]
        yield Bullets(tuple(map(_figure, figures)), title=f"Each figure is {rule}:")


def _figure(one: ClaimEvidence) -> str:
    films = f", {count_noun(one.films, 'test film')}" if one.films is not None else ""
    return f"{sentence_case(one.status)}: {one.quantity}: {_value(one)}{films}."


def _seeds(one: ClaimEvidence) -> str:
    word = "seed" if len(one.by_seed) == 1 else "seeds"
    return f"{word} {join_names([str(seed) for seed in one.by_seed])}"


def _value(one: ClaimEvidence) -> str:
    if one.estimate is not None:
        return estimate(one.estimate)
    if one.by_seed:
        # Curves are judged by moves, by hundredths, and what is on the edge must be seen to be.
        figures = join_names(
            [figure(value, signed=True, places=4) for value in one.by_seed.values()]
        )
        return f"{figures} ({_seeds(one)})"
    return "no figure"
