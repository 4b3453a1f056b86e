"""What becomes of a study's models: decided against the champions of their branches, and done."""

from pathlib import Path

from data_contracts.champions import Champion, HistoryEntry, Reign
from data_contracts.presets import resolve_recipe
from data_contracts.promotion_rules import PromotionDecision, PromotionOutcome
from data_contracts.references import Branch, ChampionPredictionsRef, ModelRef
from data_contracts.study import Study, StudyRefs
from modeling.promotion import above_floor, floor_differences, reason_of
from stages.champion_duel import meet
from stages.evaluate import read_metrics
from stages.open_study import run_folder
from storage.atomic import write_text
from storage.champions import Champions
from storage.runs import Workspace


def reigning(study: Study) -> Reign:
    """Return the champions of the study's workspace as they are now."""
    return reign_of(Champions(Workspace(Path(study.config.output)).champions).current())


def reign_of(entry: HistoryEntry | None) -> Reign:
    """Return the champions from an entry of the history on."""
    if entry is None:
        return Reign()
    return Reign(entry=entry.number, champions=tuple(entry.champions.values()))


def promote(
    refs: StudyRefs, said: ChampionPredictionsRef, reign: Reign, study: Study
) -> PromotionOutcome:
    """Decide on each branch's new model, and make those that won the champions.

    said: what the reigning champions predict for the run's test films. Of several trainings of a
    branch, the first is its candidate. The run's folder gets promotion.json (PromotionOutcome).
    """
    workspace = Workspace(Path(study.config.output))
    candidates = first_models(refs.models)
    decisions = tuple(
        decide(model, reign.of(model.branch), said, refs, study) for model in candidates.values()
    )
    won = {
        decision.branch: champion_of(candidates[decision.branch], refs, study)
        for decision in decisions
        if decision.promoted
    }
    entry = None
    if won:
        registry = Champions(workspace.champions)
        entry = registry.promote(reign.entry, won, "study", decisions)
        if entry is None:
            decisions = tuple(map(_overtaken, decisions))
    return _keep(decisions, entry, study)


def decide(
    model: ModelRef,
    champion: Champion | None,
    said: ChampionPredictionsRef,
    refs: StudyRefs,
    study: Study,
) -> PromotionDecision:
    """Return what is to become of one branch's new model."""
    config, store = study.config, Workspace(Path(study.config.output)).store
    floor = floor_differences(
        read_metrics(refs.evaluation, store), model.branch, config.promotion.floor
    )
    decision = PromotionDecision(
        branch=model.branch,
        reason="no champion" if above_floor(floor) else "below the floor",
        champion_run=champion.run_id if champion else None,
        data_name=champion.data_name if champion else None,
        floor=floor,
    )
    if champion is None:
        return decision
    if champion.model.sha256 == model.sha256:
        return decision.model_copy(update={"reason": "same model"})
    if champion.data_name != refs.source.name and not config.promotion.across_data_sets:
        return decision.model_copy(update={"reason": "other data set"})
    if model.branch not in said.branches:
        return decision.model_copy(update={"reason": "champion gone"})
    met = meet(model, champion, said, refs, config, store)
    update: dict[str, object] = {
        "reason": reason_of(met.figures, met.unseen, floor, config.promotion),
        "films": met.unseen,
        "seen": met.seen,
    }
    if met.figures is not None:
        figures = met.figures
        update |= {
            "genres": figures.genres,
            "candidate": figures.candidate,
            "champion": figures.champion,
            "difference": figures.difference,
        }
    return decision.model_copy(update=update)


def first_models(models: tuple[ModelRef, ...]) -> dict[Branch, ModelRef]:
    """Return each branch's first model."""
    first: dict[Branch, ModelRef] = {}
    for model in models:
        first.setdefault(model.branch, model)
    return first


def champion_of(model: ModelRef, refs: StudyRefs, study: Study) -> Champion:
    """Return what the registry keeps of a model."""
    return Champion(
        branch=model.branch,
        run_id=study.run_id,
        data_name=refs.source.name,
        seed=study.config.seed,
        model=model,
        split=refs.split,
        genres=study.config.genres,
        recipe=resolve_recipe(study.config),
        predictor=refs.predictor,
    )


def _overtaken(decision: PromotionDecision) -> PromotionDecision:
    return decision.model_copy(update={"reason": "overtaken"}) if decision.promoted else decision


def _keep(
    decisions: tuple[PromotionDecision, ...], entry: HistoryEntry | None, study: Study
) -> PromotionOutcome:
    outcome = PromotionOutcome(
        run_id=study.run_id,
        settings=study.config.promotion,
        min_support=study.config.evaluation.min_support,
        confidence=study.config.evaluation.confidence,
        decisions=decisions,
        entry=None if entry is None else entry.number,
    )
    write_text(run_folder(study).promotion, outcome.model_dump_json(indent=2))
    return outcome
