"""Several presets measured on the same films, from runs that are there, in a folder of its own."""

import contextlib
import logging
import secrets
import shlex
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pandas as pd

from data_contracts.config import StudyConfig
from data_contracts.errors import StoreError
from data_contracts.films import ID
from data_contracts.side_by_side import (
    ModelCost,
    PresetStudy,
    RulerRequest,
    SideBySide,
    TrainingScores,
)
from data_contracts.training_record import TrainingRecord
from modeling.comparison import MeasuredStudy, study_metrics
from modeling.pooling import Pool, fold_scores, preset_change
from reporting.html_report import render_html
from reporting.markdown_report import render_markdown
from reporting.side_by_side import findings_outline, side_outline
from stages.pooled_runs import PooledRun, measuring_config, read_presets
from storage.atomic import write_text
from storage.content_store import ContentStore
from storage.parquet import write_table
from storage.runs import RunFolder, Workspace, read_model, training_name

_logger = logging.getLogger(__name__)
_MODEL_FILE = "model.keras"


def open_side_by_side(workspace: Workspace) -> RunFolder:
    """Name the folder of a new side-by-side; nothing is written yet."""
    return workspace.side_by_side(f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}")


def put_side_by_side(
    folder: RunFolder,
    workspace: Workspace,
    runs: Sequence[str],
    request: RulerRequest | None = None,
) -> None:
    """Pool the test films of runs and measure every preset on them.

    The folder gets metrics.json (SideBySide), films.parquet (Id and genres) and for each preset
    and model predictions/<preset>-<model>.parquet, of the first trainings. request: what the runs
    were made for, where they were made for this.

    Raises RunError where runs are missing, not whole, or not of the same films, StoreError where a
    table of one is damaged.
    """
    presets = read_presets([workspace.find_run(name) for name in runs])
    first = next(iter(presets.values()))[0].run
    config = measuring_config(first)
    pool = Pool([one.fold for one in next(iter(presets.values()))], config)
    measured: dict[str, MeasuredStudy] = {}
    for name, of in presets.items():
        _logger.info("Measuring preset %s on %d films", name, len(pool.ids))
        measured[name] = pool.study([one.fold for one in of])
    names = list(presets)
    found = SideBySide(
        side_id=folder.run_id,
        created=datetime.now(UTC),
        command=_command(folder, workspace, presets, request),
        data_name=first.manifest.data_name or "",
        films=len(pool.ids),
        folds=max(len(of) for of in presets.values()),
        presets=tuple(
            _preset_study(name, of, measured[name], workspace.store) for name, of in presets.items()
        ),
        changes=tuple(
            preset_change((early, late), measured[early], measured[late])
            for early, late in pairwise(names)
        ),
    )
    _keep(folder, found, pool, measured)


def write_side_report(folder: RunFolder) -> SideBySide:
    """Write report.html, report.md and findings.md from what the folder's metrics.json holds.

    Raises RunError where that is missing or damaged.
    """
    found = read_model(folder.metrics, SideBySide)
    report = side_outline(found)
    write_text(folder.report_html, render_html(report))
    write_text(folder.report_markdown, render_markdown(report))
    write_text(folder.findings, render_markdown(findings_outline(found)))
    return found


def _preset_study(
    name: str, of: Sequence[PooledRun], measured: MeasuredStudy, store: ContentStore
) -> PresetStudy:
    return PresetStudy(
        name=name,
        runs=tuple(one.run.folder.run_id for one in of),
        commands=tuple(one.run.manifest.command for one in of),
        seeds=tuple(seed for one in of for seed in one.seeds),
        metrics=study_metrics(measured, measuring_config(of[0].run)),
        trainings=_trainings(of, measured),
        costs=_costs(of, store),
        heads=tuple(
            fusion.head for one in of if (fusion := one.run.metrics.fusion) and fusion.head
        ),
    )


def _trainings(
    of: Sequence[PooledRun], measured: MeasuredStudy
) -> dict[str, tuple[TrainingScores, ...]]:
    """Return each training's figures on the test films of its own run, by model."""
    models = [name for name in measured.trained if name not in measured.baselines]
    return {
        name: tuple(
            TrainingScores(
                run_id=one.run.folder.run_id,
                fold=one.run.config.split.fold,
                seed=seed,
                scores=fold_scores(one.fold, name, number, measured.test.counted),
            )
            for one in of
            for number, seed in enumerate(one.seeds)
        )
        for name in models
    }


def _costs(of: Sequence[PooledRun], store: ContentStore) -> dict[str, ModelCost]:
    branches = [name for name in of[0].fold.said if name in of[0].run.models]
    return {branch: _cost(branch, of, store) for branch in branches}


def _cost(branch: str, of: Sequence[PooledRun], store: ContentStore) -> ModelCost:
    records = [
        read_model(
            one.run.folder.training(training_name(branch, seed, one.seeds[0])), TrainingRecord
        )
        for one in of
        for seed in one.seeds
    ]
    return ModelCost(
        seconds=float(np.mean([record.seconds for record in records])),
        parameters=records[0].parameters,
        file_bytes=_file_bytes(of[0].run.models[branch], store),
    )


def _file_bytes(model: str, store: ContentStore) -> int | None:
    """Return the size of a model's file; None where it is gone from the store."""
    with contextlib.suppress(StoreError, FileNotFoundError):
        return (store.path(model) / _MODEL_FILE).stat().st_size
    return None


def _keep(
    folder: RunFolder, found: SideBySide, pool: Pool, measured: dict[str, MeasuredStudy]
) -> None:
    genres = list(pool.test.genres)
    write_table(folder.films, _table(pool, pool.test.labels.astype(np.int8), genres))
    for preset, study in measured.items():
        for name, model in study.trained.items():
            path = folder.predictions(f"{preset.replace(' ', '-')}-{name}")
            write_table(path, _table(pool, model.first.probabilities, genres))
    write_text(folder.metrics, found.model_dump_json(indent=2))


def _table(pool: Pool, values: np.ndarray, genres: list[str]) -> pd.DataFrame:
    return pd.concat([pd.DataFrame({ID: pool.ids}), pd.DataFrame(values, columns=genres)], axis=1)


def _command(
    folder: RunFolder,
    workspace: Workspace,
    presets: dict[str, tuple[PooledRun, ...]],
    request: RulerRequest | None,
) -> str:
    if request is None:
        runs = [one.run.folder.run_id for of in presets.values() for one in of]
        return shlex.join(["film-genres", "pool", *runs, "--output", str(workspace.root)])
    config = request.config
    names = ",".join(request.presets or (config.preset,))
    words = ["--preset", names, "--folds", str(request.folds)]
    shown = {"data", "preset", "seed", "repeats", "output"}
    if config != StudyConfig(**{name: getattr(config, name) for name in shown}):
        write_text(folder.config, config.model_dump_json(indent=2))
        return shlex.join(["film-genres", "run", "--config", str(folder.config), *words])
    data = ["--data", config.data] if config.data is not None else []
    repeats = ["--repeats", str(config.repeats)] if config.repeats > 1 else []
    flags = ["--seed", str(config.seed), *repeats, "--output", config.output]
    return shlex.join(["film-genres", "run", *data, *words, *flags])
