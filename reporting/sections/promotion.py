"""What happens to the models: whether they become the champions that predictions are made with."""

from typing import Final

from data_contracts.promotion_rules import PromotionDecision, PromotionOutcome
from data_contracts.results import StudyResults
from reporting.cells import EMPTY, count_cell, estimate_cell, number_columns, text_columns
from reporting.document import Bullets, Cell, Prose, Section, Table
from reporting.markdown import escape, table_markdown
from reporting.promotion_words import PLACES, decision_sentence, rule_sentence
from reporting.standings import BRANCH_LABELS
from reporting.wording import percent

_TITLE: Final = "What happens to these models"


def promotion_section(results: StudyResults) -> Section:
    """Return what became of each model, the rule, and the figures behind it."""
    outcome = results.promotion
    if outcome is None:
        lone = Prose("This run did not compare its models with the champions.")
        return Section("promotion", _TITLE, (lone,))
    return Section(
        "promotion",
        _TITLE,
        (
            Bullets(_sentences(results, outcome)),
            _table(outcome),
            Prose(_rule(results, outcome)),
        ),
    )


def promotion_markdown(results: StudyResults) -> str:
    """Return the section's content for a page that is not the report."""
    outcome = results.promotion
    if outcome is None:
        return ""
    sentences = [f"- {escape(sentence)}" for sentence in _sentences(results, outcome)]
    parts = ("\n".join(sentences), table_markdown(_table(outcome)), escape(_rule(results, outcome)))
    return "\n\n".join(parts) + "\n"


def refusals(results: StudyResults) -> dict[str, str]:
    """Return why a model does not become the champion, by branch."""
    outcome = results.promotion
    return {
        decision.branch: decision_sentence(decision, outcome, results.metrics)
        for decision in (outcome.decisions if outcome else ())
        if outcome is not None and decision.refused
    }


def _sentences(results: StudyResults, outcome: PromotionOutcome) -> tuple[str, ...]:
    return tuple(decision_sentence(one, outcome, results.metrics) for one in outcome.decisions)


def _rule(results: StudyResults, outcome: PromotionOutcome) -> str:
    return rule_sentence(outcome, {name: m.label for name, m in results.metrics.models.items()})


def _table(outcome: PromotionOutcome) -> Table:
    return Table(
        caption="The new models and the champions",
        columns=(
            *text_columns("Model", "Decision", "Champion of run"),
            *number_columns("Unseen films", "Genres", "New mAP", "Champion's mAP", "Difference"),
        ),
        rows=tuple(map(_row, outcome.decisions)),
        note=f"In mean average precision on the unseen films; under each figure its "
        f"{percent(outcome.confidence)} interval.",
    )


def _row(decision: PromotionDecision) -> tuple[Cell, ...]:
    compared = decision.films + decision.seen > 0
    return (
        Cell(BRANCH_LABELS[decision.branch]),
        Cell("promoted" if decision.promoted else "not promoted", decision.reason),
        Cell(decision.champion_run) if decision.champion_run else EMPTY,
        count_cell(decision.films) if compared else EMPTY,
        count_cell(len(decision.genres)) if compared else EMPTY,
        estimate_cell(decision.candidate, places=PLACES),
        estimate_cell(decision.champion, places=PLACES),
        estimate_cell(decision.difference, signed=True, places=PLACES),
    )
