"""The new models and the champions: what the champions say, and who is champion from now on."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from data_contracts.champions import Champion, Reign
from data_contracts.promotion_rules import PromotionOutcome
from data_contracts.references import (
    AcceptedRef,
    ChampionPredictionsRef,
    SourceRef,
    SplitRef,
)
from data_contracts.study import Study, StudyRefs
from tasks.caching import ContentPolicy
from tasks.context import store_of, timed


@task(
    name="ask champions",
    task_run_name="what the champions say of {split.test} test films",
    tags={"stage: promote"},
    cache_policy=ContentPolicy(
        stage="ask-champions",
        code="stages.champion_predictions",
        settings=("threads",),
        ignores=("source",),  # the labels hold the digest of each poster that is used
    ),
    persist_result=True,
)
def ask_champions(
    champions: tuple[Champion, ...],
    source: SourceRef,
    accepted: AcceptedRef,
    split: SplitRef,
    study: Study,
) -> ChampionPredictionsRef:
    """Predict the run's test films with champions of earlier runs; in a process of its own."""
    from stages.champion_predictions import predict_champions

    films = (source, accepted, split)
    with timed("ask-champions", study):
        return predict_champions(champions, films, study.config, store_of(study))


@task(
    name="promote models",
    task_run_name="promotion of the models of {study.run_id}",
    tags={"stage: promote"},
    cache_policy=NO_CACHE,
)
def promote_models(
    refs: StudyRefs, said: ChampionPredictionsRef, reign: Reign, study: Study
) -> PromotionOutcome:
    """Make champions of the models that are shown to be better, and keep the figures."""
    from stages.promote import promote

    with timed("promote-models", study, "who is champion may have changed since"):
        return promote(refs, said, reign, study)
