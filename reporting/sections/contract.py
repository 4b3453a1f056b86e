"""What the data contract found."""

from typing import Final

from data_contracts.contract_outcome import Accounting, ContractOutcome, ExpectationOutcome
from data_contracts.results import StudyResults
from reporting.cells import count_cell, number_columns, text_columns
from reporting.document import Block, Bullets, Cell, Prose, Section, Table
from reporting.wording import count_noun, join_names, number_word, whole

_EXAMPLES_SHOWN: Final = 5


def contract_section(results: StudyResults) -> Section:
    """Return the accounting, what was set aside, the warnings and every expectation."""
    accounting = results.contract.accounting
    blocks: list[Block] = [Bullets(accounting_sentences(accounting))]
    blocks.append(
        _counts_table("Films set aside, by reason", "Reason", accounting.set_aside_reasons)
        if accounting.set_aside_reasons
        else Prose("No film was set aside.")
    )
    blocks.append(
        _counts_table("Films kept with a warning", "Warning", accounting.warnings)
        if accounting.warnings
        else Prose("No film was kept with a warning.")
    )
    blocks.append(Prose(expectations_sentence(results.contract)))
    if results.contract.expectations:
        blocks.append(expectations_table(results.contract))
    return Section("contract", "What the data contract found", tuple(blocks))


def accounting_sentences(accounting: Accounting) -> tuple[str, str]:
    """Say where every row and every poster went, and where a sum does not come out."""
    posters = {
        "matched to a film": accounting.posters_matched,
        "of no film": accounting.posters_orphan,
        "unusable": accounting.posters_unusable,
    }
    films = {
        "accepted": accounting.films_accepted,
        "set aside": accounting.films_set_aside,
    }
    return (
        _sum_sentence(count_noun(accounting.rows_read, "row"), accounting.rows_read, films),
        _sum_sentence(
            count_noun(accounting.posters_found, "poster"), accounting.posters_found, posters
        ),
    )


def _sum_sentence(what: str, total: int, parts: dict[str, int]) -> str:
    listed = join_names([f"{whole(count)} {name}" for name, count in parts.items()])
    counted = sum(parts.values())
    verdict = (
        f"which adds up to {whole(total)}"
        if counted == total
        else f"which does NOT add up: the parts make {whole(counted)}, not {whole(total)}"
    )
    return f"Of {what}: {listed}, {verdict}."


def _counts_table(caption: str, label: str, counts: dict[str, int]) -> Table:
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return Table(
        caption=caption,
        columns=(*text_columns(label), *number_columns("Films")),
        rows=tuple((Cell(reason), count_cell(count)) for reason, count in ordered),
        note="One film may be counted under more than one.",
    )


def expectations_sentence(contract: ContractOutcome) -> str:
    """Say how many expectations were met, and how badly the others were not."""
    failed = [e for e in contract.expectations if not e.success]
    total = count_noun(len(contract.expectations), "expectation")
    if not contract.expectations:
        return "The contract holds no expectation."
    if not failed:
        return f"Of {total}, every one was met."
    critical = sum(e.severity == "critical" for e in failed)
    if len(failed) == 1:
        return f"Of {total}, one was not met, and it is {'critical' if critical else 'a warning'}."
    grave = number_word(critical) if critical else "none"
    return f"Of {total}, {number_word(len(failed))} were not met, {grave} of them critical."


def expectations_table(contract: ContractOutcome) -> Table:
    """Return every expectation and how the data met it, those not met first."""
    ordered = sorted(contract.expectations, key=lambda e: (e.success, e.severity == "warning"))
    return Table(
        folded=True,
        caption="Each expectation of the contract",
        columns=(
            *text_columns("Rule", "Met", "Weight", "Of", "Check"),
            *number_columns("Not as expected"),
            *text_columns("For example"),
        ),
        rows=tuple(_expectation_row(expectation) for expectation in ordered),
    )


def _expectation_row(outcome: ExpectationOutcome) -> tuple[Cell, ...]:
    of = f"{outcome.suite}, {outcome.column}" if outcome.column else outcome.suite
    return (
        Cell(outcome.sentence),
        Cell(met_word(outcome)),
        Cell(outcome.severity),
        Cell(of),
        Cell(outcome.expectation),
        count_cell(outcome.unexpected),
        Cell(_examples(outcome)),
    )


def _examples(outcome: ExpectationOutcome) -> str:
    """Name the first; the outcome itself keeps no more than a few of them."""
    shown = outcome.examples[:_EXAMPLES_SHOWN]
    more = max(outcome.unexpected, len(outcome.examples)) - len(shown)
    return ", ".join(shown) + (f" and {whole(more)} more" if shown and more > 0 else "")


def met_word(outcome: ExpectationOutcome) -> str:
    """Return how an expectation fared, in a word."""
    if outcome.success:
        return "met"
    return "BROKEN" if outcome.severity == "critical" else "warning"
