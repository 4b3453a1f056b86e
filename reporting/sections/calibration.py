"""Whether probabilities mean what they say."""

from typing import Final

from data_contracts.metrics import Calibration, ModelScores, ReliabilityBin, StudyMetrics
from data_contracts.results import StudyResults
from reporting.calibration_figures import FEW_PAIRS, reliability_chart
from reporting.cells import EMPTY, estimate_cell, figure_cell, number_columns, text_columns
from reporting.document import Block, Bullets, Cell, Chart, Charts, Prose, Section, Table
from reporting.score_tables import interval_note
from reporting.standings import label_of, ordered_models, trained_models
from reporting.wording import estimate, figure, percent, sentence_case, whole

SMALL_ERROR: Final = 0.05
"""An expected calibration error up to here is called small."""
_TITLE: Final = "Do the probabilities mean what they say?"
_EXPLANATION: Final = (
    "A model is calibrated when of the pairs of a film and a genre that it calls "
    f"{percent(0.3)} likely, about {percent(0.3)} are true. The expected calibration error is how "
    "far apart the two are in the mean over all pairs of counted genres, in ten bins of equal "
    f"width; up to {figure(SMALL_ERROR)} it is called small here. In the charts each disc is a bin "
    f"with its interval, and a ring one with fewer than {FEW_PAIRS} pairs."
)


def calibration_section(results: StudyResults) -> Section:
    """Return the reliability charts of the trained models, and every model's error."""
    metrics = results.metrics
    known = {name: m for name, m in metrics.models.items() if m.test.calibration}
    if not known:
        return Section("calibration", _TITLE, (Prose("This run did not look at calibration."),))
    trained = [name for name in trained_models(metrics) if name in known]
    blocks: list[Block] = [Prose(_EXPLANATION)]
    if trained:
        blocks.append(Bullets(tuple(calibration_sentence(metrics, name) for name in trained)))
        blocks.append(Charts(tuple(_chart(metrics, name) for name in trained)))
    blocks.append(_table(metrics))
    return Section("calibration", _TITLE, tuple(blocks))


def calibration_sentence(metrics: StudyMetrics, name: str) -> str:
    """Say how far a model's probabilities are off, and where most of all."""
    found = metrics.models[name].test.calibration
    if found is None:
        return ""
    error = found.expected_error
    if error.high <= SMALL_ERROR:
        size = "small"
    else:
        size = (
            "large" if error.low > SMALL_ERROR else f"not shown to be at most {figure(SMALL_ERROR)}"
        )
    label = sentence_case(f"the {label_of(metrics, name)}")
    return (
        f"{label} is off by {estimate(error, places=3)} in the mean, which is {size}; on the whole "
        f"it says {figure(_mean_said(found))} where {figure(_mean_true(found))} is true."
        f"{_worst(found)}"
    )


def _mean_said(found: Calibration) -> float:
    return _weighted(found, [one.mean_probability or 0.0 for one in found.bins])


def _mean_true(found: Calibration) -> float:
    return _weighted(found, [one.share_true.value if one.share_true else 0.0 for one in found.bins])


def _weighted(found: Calibration, values: list[float]) -> float:
    pairs = [one.pairs for one in found.bins]
    return sum(v * n for v, n in zip(values, pairs, strict=True)) / max(sum(pairs), 1)


def _worst(found: Calibration) -> str:
    """Name the bin that is shown to be furthest off, of those with enough pairs to say."""
    gaps = [(gap, one) for one in found.bins if (gap := _shown_gap(one)) is not None]
    if not gaps:
        return f" In no range of {FEW_PAIRS} pairs or more is it shown to be wrong."
    gap, one = max(gaps, key=lambda item: abs(item[0]))
    said = "too sure" if gap > 0 else "not sure enough"
    true = estimate(one.share_true) if one.share_true else ""
    return (
        f" It is most wrong between {percent(one.low)} and {percent(one.high)}, where it is "
        f"{said}: of the {whole(one.pairs)} pairs that it calls "
        f"{figure(one.mean_probability or 0)} likely, {true} are true."
    )


def _shown_gap(one: ReliabilityBin) -> float | None:
    """Return by how much a bin says too much.

    None where it has too few pairs to say, or its interval holds what is said.
    """
    said, true = one.mean_probability, one.share_true
    if said is None or true is None or one.pairs < FEW_PAIRS or true.low <= said <= true.high:
        return None
    return said - true.value


def _chart(metrics: StudyMetrics, name: str) -> Chart:
    model = metrics.models[name]
    found = model.test.calibration
    if found is None:
        raise ValueError(f"{name}: there is no calibration to draw")
    points = [
        f"{figure(one.mean_probability)} said, {figure(one.share_true.value)} true"
        for one in found.bins
        if one.mean_probability is not None and one.share_true is not None
    ]
    return Chart(
        svg=reliability_chart(found, name, model.label),
        caption="",
        alternative=f"Reliability of the {label_of(metrics, name)}: {'; '.join(points)}.",
    )


def _table(metrics: StudyMetrics) -> Table:
    return Table(
        caption="Expected calibration error",
        columns=(
            *text_columns("Model"),
            *number_columns("Error", "Mean probability said", "Share true"),
        ),
        rows=tuple(_row(model) for model in ordered_models(metrics)),
        note=interval_note(metrics),
    )


def _row(model: ModelScores) -> tuple[Cell, ...]:
    name = Cell(model.label, "baseline" if model.baseline else "")
    found = model.test.calibration
    if found is None:
        return name, EMPTY, EMPTY, EMPTY
    return (
        name,
        estimate_cell(found.expected_error, places=3),
        figure_cell(_mean_said(found)),
        figure_cell(_mean_true(found)),
    )
