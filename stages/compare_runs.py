"""Two runs of a workspace held against one another."""

import contextlib
import logging
from typing import Final

import numpy as np
import pandas as pd

from data_contracts.config import StudyConfig
from data_contracts.errors import StudyError
from data_contracts.estimate import Estimate
from data_contracts.metrics import GenreVerdict, ModelScores
from data_contracts.run_comparison import (
    FigureChange,
    ModelChange,
    Reading,
    RunComparison,
    VerdictChange,
)
from data_contracts.study import Manifest
from modeling.bootstrap import Resamples
from modeling.comparison import CNN, LSTM
from modeling.run_differences import RunDifferences, Side, Sides
from stages.compared_run import ComparableRun, film_changes, read_comparable, ways_apart
from storage.atomic import write_text
from storage.parquet import read_table
from storage.runs import RunFolder, Workspace, read_model

_logger = logging.getLogger(__name__)
_NO_VERDICT: Final = GenreVerdict(support=0, verdict="not enough films", difference=None)


def keep_comparison(folder: RunFolder) -> RunComparison | None:
    """Hold a run against the last comparable one before it, and keep since_last_run.json.

    That is the latest completed run with the same data set name, preset and fold; None without
    one, and where the comparison cannot be made, since the run's own report does not depend on it.
    """
    before = last_comparable(folder)
    if before is None:
        return None
    try:
        found = compare_runs(before, folder)
    except StudyError as error:
        _logger.warning("there is no comparison with run %s: %s", before.run_id, error)
        return None
    write_text(folder.since_last_run, found.model_dump_json(indent=2))
    return found


def last_comparable(folder: RunFolder) -> RunFolder | None:
    """Return the latest completed run before this one of the same data, preset and fold."""
    manifest = folder.read_manifest()
    kind = _kind(read_model(folder.config, StudyConfig))
    earlier = [
        (found.created, other.run_id, other)
        for other in Workspace(folder.path.parents[1]).runs()
        if (found := _completed(other, manifest.data_name)) and found.created < manifest.created
    ]
    for _, _, other in sorted(earlier, reverse=True):
        with contextlib.suppress(StudyError):  # of another version, or damaged: not comparable
            if _kind(read_comparable(other).config) == kind:
                return other
    return None


def _kind(config: StudyConfig) -> tuple[str, int, int]:
    return config.preset, config.split.folds, config.split.fold


def _completed(folder: RunFolder, data_name: str | None) -> Manifest | None:
    with contextlib.suppress(StudyError):
        found = folder.read_manifest()
        if (found.state, found.data_name) == ("completed", data_name) and found.refs is not None:
            return found
    return None


def compare_runs(before: RunFolder, after: RunFolder) -> RunComparison:
    """Say how two runs differ, and whether their figures differ by more than chance.

    On the films that are test films of both where there are at least promotion.min_films of them,
    else each on its own test films.

    Raises RunError where one has no results, StoreError where a table of one is damaged.
    """
    first, second = read_comparable(before), read_comparable(after)
    changes = film_changes(first, second)
    sides = _sides(first, second)
    settings = second.config.evaluation
    resamples = Resamples(0, settings.resamples, second.config.seed)
    found = RunDifferences(sides, settings.min_support, resamples, settings.confidence)
    return RunComparison(
        before=first.shown,
        after=second.shown,
        differences=ways_apart(first, second, changes),
        films=changes,
        pairing="paired" if sides.paired else "independent",
        measured_films=len(sides.after.labels) if sides.paired else 0,
        measured_genres=found.genres,
        confidence=settings.confidence,
        models={
            name: _model_change(name, first, second, found)
            for name in second.metrics.models
            if name in first.metrics.models
        },
        verdicts=_verdict_changes(first, second, found),
    )


def _sides(first: ComparableRun, second: ComparableRun) -> Sides:
    genres = tuple(g for g in second.config.genres if g in first.config.genres)
    common = first.test.intersection(second.test)
    paired = len(common) >= second.config.promotion.min_films
    names = [name for name in second.metrics.models if name in first.metrics.models]
    before, after = (common, common) if paired else (first.test, second.test)
    # A film whose genres were altered in between is judged by what is now known of it.
    truth = second if paired else first
    return Sides(
        genres=genres,
        before=_side(first, truth, before, genres, names),
        after=_side(second, second, after, genres, names),
        paired=paired,
    )


def _side(
    run: ComparableRun,
    truth: ComparableRun,
    ids: "pd.Index[str]",
    genres: tuple[str, ...],
    names: list[str],
) -> Side:
    columns = list(genres)
    said = {name: read_table(run.folder.predictions(name)).set_index("Id") for name in names}
    return Side(
        labels=truth.films.loc[ids, columns].to_numpy(dtype=np.int8),
        said={name: of.loc[ids, columns].to_numpy(np.float32) for name, of in said.items()},
        thresholds={name: run.metrics.models[name].threshold for name in names},
    )


def _model_change(
    name: str, first: ComparableRun, second: ComparableRun, found: RunDifferences
) -> ModelChange:
    before, after = first.metrics.models[name], second.metrics.models[name]
    moved = found.of_model(name) if found.genres else None
    return ModelChange(
        label=after.label,
        baseline=after.baseline,
        map=FigureChange(
            before=before.test.map, after=after.test.map, change=moved.map if moved else None
        ),
        micro_f1=FigureChange(
            before=_micro_f1(before),
            after=_micro_f1(after),
            change=moved.micro_f1 if moved else None,
        ),
        reading=_reading(moved.map if moved else None, same=_same(first, second, found, name)),
    )


def _verdict_changes(
    first: ComparableRun, second: ComparableRun, found: RunDifferences
) -> dict[str, VerdictChange]:
    trained = {CNN, LSTM} <= first.metrics.models.keys() & second.metrics.models.keys()
    if not trained:
        return {}
    moved = found.of_gap(CNN, LSTM) if found.genres else {}
    same = all(_same(first, second, found, name) for name in (CNN, LSTM))
    return {
        genre: VerdictChange(
            before=first.metrics.verdicts.get(genre, _NO_VERDICT).verdict,
            after=verdict.verdict,
            change=moved.get(genre),
            reading=_reading(moved.get(genre), same=same),
        )
        for genre, verdict in second.metrics.verdicts.items()
    }


def _micro_f1(model: ModelScores) -> Estimate:
    return model.test.fitted.micro_f1


def _same(first: ComparableRun, second: ComparableRun, found: RunDifferences, name: str) -> bool:
    """Tell whether both runs have this very model, or one that says the same of the same films."""
    digests = [run.models.get(name) for run in (first, second)]
    return (None not in digests and digests[0] == digests[1]) or found.unmoved(name)


def _reading(change: Estimate | None, *, same: bool) -> Reading:
    if same:
        return "same answers"
    if change is None:
        return "not measured"
    return "within chance" if change.low <= 0 <= change.high else "beyond chance"
