"""What speaks for and against each model, and its figures in full."""

from data_contracts.results import StudyResults
from reporting.appraisal import OVERPREDICTED, strengths, weaknesses
from reporting.document import Block, Bullets, Contrast, Heading, Prose, Section
from reporting.score_tables import decisions_table
from reporting.standings import RULE, label_of, missing_branches, trained_models
from reporting.votes import votes_sentence
from reporting.wording import sentence_case


def models_section(results: StudyResults) -> Section:
    """Return strengths and weaknesses of each model, and the table of precision and recall."""
    metrics = results.metrics
    blocks: list[Block] = [Prose(_rules())]
    for name in trained_models(metrics):
        blocks.append(Heading(sentence_case(label_of(metrics, name))))
        if votes := votes_sentence(results, name):
            blocks.append(Prose(votes))
        strong = Bullets(strengths(results, name), title="Strengths")
        weak = Bullets(weaknesses(results, name), title="Weaknesses")
        blocks.append(Contrast((strong, weak)))
    blocks.extend(
        Prose(f"This run holds no figures of the {label}.") for label in missing_branches(metrics)
    )
    blocks.append(decisions_table(metrics))
    return Section("models", "Strengths and weaknesses", tuple(blocks))


def _rules() -> str:
    return (
        f"{RULE} A model is not shown to be better than chance at a genre where the interval of "
        f"its average precision reaches down to the share of test films that have the genre. A "
        f"genre said more than {OVERPREDICTED:g} times as often as it is true is over-predicted."
    )
