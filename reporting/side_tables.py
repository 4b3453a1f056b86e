"""The tables of a side-by-side: presets and modalities, verdicts, trainings, runs."""

from typing import Final

from data_contracts.metrics import GenreVerdict, ModelScores
from data_contracts.side_by_side import PresetStudy, SideBySide
from reporting.cells import (
    EMPTY,
    count_cell,
    estimate_cell,
    figure_cell,
    number_columns,
    text_columns,
)
from reporting.document import Cell, Table
from reporting.standings import support_of, trained_models
from reporting.wording import duration, figure, percent, span, whole

_BYTES_A_MEGABYTE: Final = 1_000_000
_MEASURES: Final = ("map", "micro_f1", "macro_f1", "samples_f1")
_LABELS: Final = ("mAP", "micro F1", "macro F1", "samples F1")


def presets_table(side: SideBySide) -> Table:
    """Return the main figures and the cost of every model of every preset, and the baselines."""
    rows = [
        _model_row(study, name) for study in side.presets for name in trained_models(study.metrics)
    ]
    first = side.presets[0].metrics
    baselines = [model for model in first.models.values() if model.baseline]
    counted = len(first.counted_genres)
    return Table(
        caption="Presets and baselines on the same films",
        columns=(
            *text_columns("Preset", "Model"),
            *number_columns(*_LABELS, "mAP of each training", "Training", "Parameters", "File"),
        ),
        rows=(*rows, *map(_baseline_row, baselines)),
        note=f"Under each figure: its {percent(first.confidence)} interval, by bootstrap over the "
        f"{whole(side.films)} films ({whole(first.resamples)} resamples)"
        f"{' and over trainings' if len(first.seeds) > 1 else ''}. mAP: mean of the average "
        f"precisions of the {counted} genres with at least {first.min_support} films; F1 at "
        f"thresholds fitted on validation films. mAP of each training: on the test films of its "
        f"own run. Training: the time of one. Parameters: all in the model's file. A fusion is "
        f"trained in a moment from what both models say of validation films.",
    )


def _model_row(study: PresetStudy, name: str) -> tuple[Cell, ...]:
    model, cost = study.metrics.models[name], study.costs.get(name)
    each = ", ".join(figure(one.scores.map) for one in study.trainings[name])
    costs = (EMPTY, EMPTY, EMPTY)
    if cost is not None:
        costs = (
            Cell(duration(cost.seconds), order=cost.seconds),
            count_cell(cost.parameters),
            _size_cell(cost.file_bytes),
        )
    return (Cell(study.name), Cell(model.label), *_figures(model), Cell(each), *costs)


def _baseline_row(model: ModelScores) -> tuple[Cell, ...]:
    return (Cell("baseline"), Cell(model.label), *_figures(model), *(EMPTY,) * 4)


def _figures(model: ModelScores) -> tuple[Cell, ...]:
    fitted = model.test.fitted
    f1s = (fitted.micro_f1, fitted.macro_f1, fitted.samples_f1)
    return tuple(map(estimate_cell, (model.test.map, *f1s)))


def _size_cell(size: int | None) -> Cell:
    return EMPTY if size is None else Cell(f"{size / _BYTES_A_MEGABYTE:,.1f} MB", order=size)


def side_verdicts_table(side: SideBySide) -> Table:
    """Return each genre's verdict with every preset, and the difference behind it."""
    first = side.presets[0].metrics
    order = sorted(first.genres, key=lambda genre: -support_of(first, genre))
    rows = tuple(
        (
            Cell(genre),
            count_cell(support_of(first, genre)),
            *(_verdict_cell(study.metrics.verdicts.get(genre)) for study in side.presets),
        )
        for genre in order
        if support_of(first, genre)
    )
    return Table(
        caption="Poster or overview, by genre and preset",
        columns=(
            *text_columns("Genre"),
            *number_columns("Films"),
            *text_columns(*(study.name for study in side.presets)),
        ),
        rows=rows,
        note=f"Under each verdict: average precision, poster less overview, with "
        f"{percent(first.confidence)} intervals that hold for all genres of a preset at once.",
    )


def _verdict_cell(verdict: GenreVerdict | None) -> Cell:
    if verdict is None:
        return EMPTY
    found = verdict.difference
    if found is None:
        return Cell(verdict.verdict)
    return Cell(verdict.verdict, f"{figure(found.value, signed=True)}, {span(found, signed=True)}")


def trainings_table(side: SideBySide) -> Table:
    """Return the figures of every training on the test films of its own run."""
    return Table(
        folded=True,
        caption="Each training on the test films of its own run",
        columns=(
            *text_columns("Preset", "Model", "Fold"),
            *number_columns("Seed", *_LABELS),
        ),
        rows=tuple(
            (
                Cell(study.name),
                Cell(study.metrics.models[name].label),
                Cell(str(one.fold)),
                Cell(str(one.seed), order=one.seed),
                *(figure_cell(getattr(one.scores, of), places=3) for of in _MEASURES),
            )
            for study in side.presets
            for name, each in study.trainings.items()
            for one in each
        ),
        note="Means run over those of the genres above that films of the fold have.",
    )


def runs_table(side: SideBySide) -> Table:
    """Return which runs were pooled."""
    return Table(
        folded=True,
        caption="The runs",
        columns=text_columns("Preset", "Run"),
        rows=tuple((Cell(study.name), Cell(run)) for study in side.presets for run in study.runs),
    )
