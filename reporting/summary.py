"""The study in a few lines: for the terminal and for Prefect's artifacts."""

from io import StringIO
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from data_contracts.contract_outcome import ContractOutcome, ExpectationOutcome
from data_contracts.results import StudyResults
from reporting.judgements import cautions
from reporting.markdown import escape, table_markdown
from reporting.missing import missing_sentences
from reporting.score_tables import genres_table, models_table
from reporting.sections.contract import accounting_sentences, expectations_sentence, met_word
from reporting.sentences import answer
from reporting.verdict_table import verdicts_table
from reporting.wording import whole

_TERMINAL_COLUMNS: Final = 96


def summary_lines(results: StudyResults) -> tuple[str, str]:
    """Return what was found, in two plain lines: overall, then genre by genre."""
    first, second = answer(results)
    return first, second


def summary_markdown(results: StudyResults) -> str:
    """Return the answer and the failures that its reader must not miss."""
    first, second = answer(results)
    parts = [f"**{escape(first)}**", escape(second)]
    told = (*missing_sentences(results), *cautions(results.metrics))
    parts.extend(f"> {escape(caution)}" for caution in told)
    return "\n\n".join(parts) + "\n"


def model_table_markdown(results: StudyResults) -> str:
    """Return the headline figures of every model and baseline."""
    return table_markdown(models_table(results.metrics)) + "\n"


def verdict_table_markdown(results: StudyResults) -> str:
    """Return the verdict on every genre with the differences behind it."""
    margin = results.config.evaluation.equivalence_margin
    return table_markdown(verdicts_table(results.metrics, margin)) + "\n"


def genre_table_markdown(results: StudyResults) -> str:
    """Return the average precision of every genre with its verdict."""
    return table_markdown(genres_table(results.metrics)) + "\n"


def contract_table(outcome: ContractOutcome) -> str:
    """Return the contract's outcome as plain text, at most 96 columns wide; broken rules only."""
    parts = [*accounting_sentences(outcome.accounting)]
    parts.extend(_counts("Set aside", outcome.accounting.set_aside_reasons))
    parts.extend(_counts("Warning", outcome.accounting.warnings))
    parts.append(expectations_sentence(outcome))
    return _in_columns(parts, outcome)


def contract_markdown(outcome: ContractOutcome) -> str:
    """Return the contract's outcome for a page: the sums, what was set aside, the broken rules."""
    lines = [*accounting_sentences(outcome.accounting), expectations_sentence(outcome)]
    lines.extend(_counts("Set aside", outcome.accounting.set_aside_reasons))
    lines.extend(_counts("Warning", outcome.accounting.warnings))
    broken = sorted((e for e in outcome.expectations if not e.success), key=lambda e: e.severity)
    lines.extend(f"{met_word(e)}: {e.sentence}" for e in broken)
    return "".join(f"- {escape(line)}\n" for line in lines)


def _counts(word: str, counts: dict[str, int]) -> list[str]:
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return [f"{word}: {reason}: {whole(count)}" for reason, count in ordered]


def _in_columns(lines: list[str], outcome: ContractOutcome) -> str:
    stream = StringIO()
    console = Console(file=stream, width=_TERMINAL_COLUMNS, color_system=None, emoji=False)
    for line in lines:
        console.print(Text(line))
    broken = [e for e in outcome.expectations if not e.success]
    if broken:
        console.print(_broken_table(broken))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _broken_table(broken: list[ExpectationOutcome]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for label in ("", "Rule"):
        table.add_column(label)
    table.add_column("Against it", justify="right")
    for expectation in sorted(broken, key=lambda e: e.severity):
        cells = (met_word(expectation), expectation.sentence)
        table.add_row(*map(Text, cells), Text(whole(expectation.unexpected)))
    return table
