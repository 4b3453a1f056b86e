"""The runs of a workspace with their headline figures."""

import contextlib

from data_contracts.config import Preset, StudyConfig
from data_contracts.errors import RunError
from data_contracts.metrics import StudyMetrics
from data_contracts.references import Branch
from data_contracts.run_listing import RunLine
from stages.run_ends import read_settled_manifest
from storage.champions import Champions
from storage.runs import RunFolder, Workspace, read_model

BRANCHES: tuple[Branch, ...] = ("cnn", "lstm")


def list_runs(workspace: Workspace) -> list[RunLine]:
    """Return a line for each run, oldest first.

    Raises RunError where a manifest or the registry cannot be read.
    """
    champions = Champions(workspace.champions).champions()
    held: dict[str, list[Branch]] = {}
    for branch, champion in champions.items():
        held.setdefault(champion.run_id, []).append(branch)
    return [_line(folder, tuple(held.get(folder.run_id, ()))) for folder in workspace.runs()]


def _line(folder: RunFolder, champion: tuple[Branch, ...]) -> RunLine:
    manifest = read_settled_manifest(folder)
    metrics = _metrics(folder)
    return RunLine(
        run_id=manifest.run_id,
        state=manifest.state,
        created=manifest.created,
        preset=_preset(folder),
        data_name=manifest.data_name,
        films=sum(metrics.films.values()) if metrics else None,
        maps=_maps(metrics) if metrics else {},
        champion=champion,
        error=manifest.error,
    )


def _preset(folder: RunFolder) -> Preset | None:
    with contextlib.suppress(RunError):
        return read_model(folder.config, StudyConfig).preset
    return None


def _metrics(folder: RunFolder) -> StudyMetrics | None:
    if not folder.metrics.is_file():
        return None
    with contextlib.suppress(RunError):
        return read_model(folder.metrics, StudyMetrics)
    return None


def _maps(metrics: StudyMetrics) -> dict[Branch, float]:
    found = {branch: metrics.models.get(branch) for branch in BRANCHES}
    return {branch: model.test.map.value for branch, model in found.items() if model is not None}
