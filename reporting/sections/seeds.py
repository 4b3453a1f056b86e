"""How far trainings under different seeds lie apart, and what of the report is of one of them."""

import statistics
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from data_contracts.metrics import ModelScores, StudyMetrics
from data_contracts.results import StudyResults
from reporting.cells import EMPTY, figure_cell, number_columns, text_columns
from reporting.document import Block, Cell, Prose, Section, Table
from reporting.seed_words import seeds_sentence
from reporting.standings import trained_models

_PLACES: Final = 3
_MEASURES: Final = MappingProxyType({"map": "mAP", "micro_f1": "micro F1"})
_OF_FIRST: Final = MappingProxyType(
    {
        "claims": "Verdicts and F1 are means over the seeds, and figures of trainings are each "
        "seed's; counts of what a model says at .5 are of seed {first} alone.",
        "fusion": "What fusion gains is a mean over the seeds; the films that only one side gets "
        "right are of seed {first}.",
        "calibration": "This section is of the trainings under seed {first}, the first of {seeds}.",
        "curves": "These are the curves of seed {first}, the first of {seeds}.",
        "films": "What the models say of these films is of seed {first}, the first of {seeds}.",
        "trust": "This section is of the trainings under seed {first}, the first of {seeds}.",
        "errors": "This section is of the trainings under seed {first}, the first of {seeds}.",
    }
)
"""By the section's anchor, what it has to say of seeds where there are several."""


def seeds_section(results: StudyResults) -> Section:
    """Return each training's figures, what the intervals hold, and what one seed leaves open."""
    metrics = results.metrics
    blocks: list[Block] = [Prose(seeds_sentence(metrics, results.config.seed))]
    if len(metrics.seeds) > 1:
        blocks += [Prose(_covered()), _seeds_table(metrics)]
    return Section("seeds", "How trainings differ", tuple(blocks))


def with_seeds_noted(section: Section, metrics: StudyMetrics) -> Section:
    """Return a section that says first what of it is of one seed alone, where there are more."""
    note = _OF_FIRST.get(section.anchor)
    if note is None or len(metrics.seeds) <= 1:
        return section
    text = note.format(first=metrics.seeds[0], seeds=len(metrics.seeds))
    return replace(section, blocks=(Prose(text), *section.blocks))


def _covered() -> str:
    return (
        "Intervals over films and seeds: those of every model's figures, of differences to "
        "baselines, of what fusion gains, and of the verdicts. Intervals over films alone: those "
        "of the baselines, which have no seed, and all that is said to be of the first seed. Few "
        "seeds make wide intervals: how far two trainings lie apart tells little of how far a "
        "third may lie."
    )


def _seeds_table(metrics: StudyMetrics) -> Table:
    models = [metrics.models[name] for name in trained_models(metrics)]
    columns = [(model, measure) for model in models for measure in _MEASURES]
    rows = [
        (Cell(f"seed {seed}"), *(_of_seed(*column, seed) for column in columns))
        for seed in metrics.seeds
    ]
    spread = (Cell("standard deviation"), *(_deviation(*column) for column in columns))
    return Table(
        caption="Each training on the test films",
        columns=(
            *text_columns("Training"),
            *number_columns(*(f"{model.label}: {_MEASURES[of]}" for model, of in columns)),
        ),
        rows=(*rows, spread),
        note="Micro F1 at the threshold fitted on validation films for that training. The "
        "standard deviation is that between single trainings; a mean over n of them has it "
        "divided by the square root of n.",
    )


def _of_seed(model: ModelScores, measure: str, seed: int) -> Cell:
    found = model.by_seed.get(seed)
    return EMPTY if found is None else figure_cell(getattr(found, measure), places=_PLACES)


def _deviation(model: ModelScores, measure: str) -> Cell:
    values = [getattr(found, measure) for found in model.by_seed.values()]
    return figure_cell(statistics.stdev(values), places=_PLACES) if len(values) > 1 else EMPTY
