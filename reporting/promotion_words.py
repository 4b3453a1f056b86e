"""What became of a study's models, in sentences."""

from collections.abc import Mapping
from typing import Final

from data_contracts.estimate import Estimate
from data_contracts.metrics import StudyMetrics
from data_contracts.promotion_rules import PromotionDecision, PromotionOutcome, Reason
from reporting.judgements import quoted
from reporting.standings import BRANCH_LABELS
from reporting.wording import count_noun, estimate, figure, join_names, percent, whole

PLACES: Final = 3
"""Differences between models that follow one another are small."""


def decision_sentence(
    decision: PromotionDecision, outcome: PromotionOutcome, metrics: StudyMetrics
) -> str:
    """Say what became of one branch's model, and by which figures."""
    label = BRANCH_LABELS[decision.branch]
    if decision.promoted:
        return f"The {label} is now the champion{_why_promoted(decision)}."
    stays = f"The champion stays that of run {decision.champion_run}"
    if decision.reason == "same model":
        return f"The {label} is the champion already: {stays[0].lower()}{stays[1:]}."
    why = _why_refused(decision, outcome, metrics)
    return f"The {label} does not become the champion: {why}." + (
        f" {stays}." if decision.champion_run else " The branch has no champion yet."
    )


def rule_sentence(outcome: PromotionOutcome, labels: Mapping[str, str]) -> str:
    """Say when a model takes the champion's place; labels: of the baselines, by name."""
    settings = outcome.settings
    floor = [quoted(labels.get(name, name)) for name in settings.floor]
    beaten = f", and only a model that is shown to beat {join_names(floor)}" if floor else ""
    return (
        f"A new model takes the champion's place where its mean average precision is higher and "
        f"the {percent(outcome.confidence)} interval of the difference, paired over films, lies "
        f"above 0: on the test films that the champion was neither trained nor validated on, at "
        f"least {whole(settings.min_films)} of them, over the genres with at least "
        f"{outcome.min_support}. Where there is no champion, the first one takes the place"
        f"{beaten}. Films that are alike to one that the champion has seen count as seen."
    )


def _why_promoted(decision: PromotionDecision) -> str:
    if decision.difference is None:
        return ", as there was none before it"
    return f" in place of that of run {decision.champion_run}: {_measured(decision)}"


def _why_refused(
    decision: PromotionDecision, outcome: PromotionOutcome, metrics: StudyMetrics
) -> str:
    seen = f"the champion has seen {whole(decision.seen)} of the test films"
    unseen = count_noun(decision.films, "is", "are")
    reasons: dict[Reason, str] = {
        "other data set": f"the champion is of the data set {decision.data_name}, which only "
        f"film-genres promote or promotion.across_data_sets lets another replace",
        "too few films": f"{seen} and {unseen} left, too few to compare the two, which takes "
        f"{whole(outcome.settings.min_films)}, {outcome.min_support} of them of one genre",
        "champion gone": "the champion's model is gone from the store or was altered, so that "
        "nothing can be compared with it; film-genres rollback or film-genres promote puts "
        "another in its place",
        "overtaken": "another study's model became the champion while this one was compared with "
        "the one before it",
    }
    if decision.reason == "below the floor":
        return _below_floor(decision.floor, metrics)
    return reasons.get(decision.reason) or f"{_measured(decision)}, {_not_better(decision)}"


def _not_better(decision: PromotionDecision) -> str:
    worse = decision.difference is not None and decision.difference.high < 0
    return "so it is worse" if worse else "which chance may explain"


def _below_floor(floor: Mapping[str, Estimate], metrics: StudyMetrics) -> str:
    missed = [
        f"{quoted(_label(metrics, name))} ({figure(difference.value, signed=True, places=PLACES)})"
        for name, difference in floor.items()
        if difference.low <= 0
    ]
    return f"it is not shown to beat {join_names(missed)} in mean average precision"


def _measured(decision: PromotionDecision) -> str:
    new, old, moved = decision.candidate, decision.champion, decision.difference
    if new is None or old is None or moved is None:
        return "nothing could be measured"
    return (
        f"on {whole(decision.films)} test films that the champion has not seen, over "
        f"{count_noun(len(decision.genres), 'genre')}, its mean average precision is "
        f"{figure(new.value, places=PLACES)} against {figure(old.value, places=PLACES)}, a "
        f"difference of {estimate(moved, signed=True, places=PLACES)}"
    )


def _label(metrics: StudyMetrics, name: str) -> str:
    model = metrics.models.get(name)
    return model.label if model else name
