"""Learning curves, with a reading of each."""

from data_contracts.results import StudyResults
from data_contracts.training_record import TrainingRecord
from reporting.document import Block, Bullets, Chart, Charts, Heading, Prose, Section
from reporting.figures import MEASURES, learning_curve
from reporting.history_words import reading_sentences
from reporting.readings import DEFINITIONS, TRAINING_FIELDS
from reporting.standings import BRANCH_LABELS, label_of
from reporting.wording import figure, join_names


def curves_section(results: StudyResults) -> Section:
    """Return the curves of each branch that was trained, and a word on each that was not."""
    blocks: list[Block] = []
    for name in dict.fromkeys((*BRANCH_LABELS, *results.training)):
        label = label_of(results.metrics, name)
        blocks.append(Heading(label))
        record = results.training.get(name)
        if record is None or not record.history:
            blocks.append(Prose(f"This run kept no training history of the {label}."))
        else:
            blocks.extend(_branch_blocks(label, name, record))
    blocks.append(Bullets(DEFINITIONS, title="How these words are meant"))
    return Section("curves", "Learning curves", tuple(blocks))


def _branch_blocks(label: str, name: str, record: TrainingRecord) -> tuple[Block, ...]:
    charts = tuple(_chart(label, name, record, measure) for measure in MEASURES)
    return Charts(charts), Prose(" ".join(reading_sentences(label, record)))


def _chart(label: str, name: str, record: TrainingRecord, measure: str) -> Chart:
    first, last = record.history[0], record.history[-1]
    fields = {"training": measure, "training with dropout off": TRAINING_FIELDS[measure]}
    fields["validation"] = f"val_{measure}"
    ends = [
        f"{side} from {figure(getattr(first, field))} to {figure(getattr(last, field))}"
        for side, field in fields.items()
        if getattr(last, field) is not None and getattr(first, field) is not None
    ]
    return Chart(
        svg=learning_curve(record, name, measure),
        caption="",
        alternative=f"{label}, {measure} over {len(record.history)} epochs: {join_names(ends)}.",
    )
