"""Champions made, and taken back, by a person."""

from data_contracts.champions import Champion, HistoryEntry
from data_contracts.config import StudyConfig
from data_contracts.errors import RunError
from data_contracts.metrics import StudyMetrics
from data_contracts.promotion_rules import PromotionDecision
from data_contracts.references import Branch, ModelRef
from data_contracts.study import Study, StudyRefs
from modeling.promotion import above_floor, floor_differences
from stages.promote import champion_of, first_models, reign_of
from storage.champions import Champions
from storage.runs import RunFolder, Workspace, read_model


def promote_by_hand(workspace: Workspace, run: str, branch: Branch | None = None) -> HistoryEntry:
    """Make a run's models, or one branch's, the champions whatever a comparison would say.

    run: its Id or 'latest'. The floor holds all the same.

    Raises RunError where the run did not end, a model is gone from the store or below the floor,
    or nothing would change.
    """
    folder = workspace.find_run(run)
    refs, config = _finished(folder)
    study = Study(run_id=folder.run_id, config=config)
    models = _chosen(folder, refs, branch)
    champions = {model.branch: champion_of(model, refs, study) for model in models}
    for champion in champions.values():
        _require_whole(workspace, champion)
    floors = {branch: _floor(folder, branch, config) for branch in champions}
    return _promote(workspace, folder, champions, floors)


def roll_back(workspace: Workspace) -> HistoryEntry:
    """Bring back the champions of before the last promotion.

    Raises RunError where there are none, or their models are gone from the store.
    """
    registry = Champions(workspace.champions)
    current = registry.current()
    if current is not None and current.previous:
        for champion in registry.entry(current.previous).champions.values():
            _require_whole(workspace, champion)
    return registry.roll_back()


def _finished(folder: RunFolder) -> tuple[StudyRefs, StudyConfig]:
    manifest = folder.read_manifest()
    if manifest.state != "completed" or manifest.refs is None:
        raise RunError(
            f"{folder.path}: the run is {manifest.state}, and only a completed run's models can be "
            f"champions; `film-genres runs` lists those there are"
        )
    return manifest.refs, read_model(folder.config, StudyConfig)


def _chosen(folder: RunFolder, refs: StudyRefs, branch: Branch | None) -> list[ModelRef]:
    models = first_models(refs.models)
    if branch is not None and branch not in models:
        raise RunError(
            f"{folder.path}: the run has no model of the branch {branch!r}, only "
            f"{', '.join(models) or 'none'}; name one of these, or another run"
        )
    return [model for model in models.values() if branch in {None, model.branch}]


def _require_whole(workspace: Workspace, champion: Champion) -> None:
    for ref in champion.content():
        # What is found intact counts as used, so that no pruning takes it from now on.
        if not workspace.store.intact(ref.sha256):
            raise RunError(
                f"{workspace.store.root / ref.sha256}: the {champion.branch} model of run "
                f"{champion.run_id}, or its split, is gone from the store or was altered; run its "
                f"study again, or promote another run"
            )


def _floor(folder: RunFolder, branch: Branch, config: StudyConfig) -> PromotionDecision:
    metrics = read_model(folder.metrics, StudyMetrics)
    floor = floor_differences(metrics, branch, config.promotion.floor)
    if not above_floor(floor):
        below = [name for name, difference in floor.items() if difference.low <= 0]
        raise RunError(
            f"{folder.path}: the {branch} model is not shown to beat {', '.join(below)} in mean "
            f"average precision, which promotion.floor asks of every champion; promote another "
            f"run, or this one with --branch for its other model"
        )
    return PromotionDecision(branch=branch, reason="by hand", champion_run=None, floor=floor)


def _promote(
    workspace: Workspace,
    folder: RunFolder,
    champions: dict[Branch, Champion],
    floors: dict[Branch, PromotionDecision],
) -> HistoryEntry:
    registry = Champions(workspace.champions)
    while True:
        current = registry.current()
        reign = reign_of(current)
        new = {branch: one for branch, one in champions.items() if one != reign.of(branch)}
        if not new:
            raise RunError(
                f"{folder.path}: its models are the champions already; nothing was changed"
            )
        decisions = tuple(
            floors[branch].model_copy(update=_rival(reign.of(branch))) for branch in new
        )
        entry = registry.promote(reign.entry, new, "hand", decisions)
        if entry is not None:  # else another promotion came in between: look again
            return entry


def _rival(champion: Champion | None) -> dict[str, str]:
    if champion is None:
        return {}
    return {"champion_run": champion.run_id, "data_name": champion.data_name}
