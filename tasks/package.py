"""Put the models together for use on new films; in a process of its own."""

from prefect import task

from data_contracts.references import (
    AcceptedRef,
    EvaluationRef,
    ModelRef,
    PredictorRef,
    SplitRef,
    TablesRef,
)
from data_contracts.study import Study
from tasks.caching import ContentPolicy
from tasks.context import store_of, timed


@task(
    name="package models",
    task_run_name="models to LiteRT, with thresholds and weights",
    tags={"stage: package"},
    cache_policy=ContentPolicy(
        stage="package-models",
        code="stages.package_models",
        settings=("genres", "seed", "threads", "recipe.images"),
        ignores=("accepted.outcome",),
    ),
    persist_result=True,
)
def package_models(
    models: tuple[ModelRef, ...],
    evaluation: EvaluationRef,
    tables: TablesRef,
    accepted: AcceptedRef,
    split: SplitRef,
    study: Study,
) -> PredictorRef:
    """Convert the models, and fit how their probabilities are to be read."""
    from stages import package_models as stage

    films = (tables, accepted, split)
    with timed("package-models", study):
        return stage.package_models(models, evaluation, films, study.config, store_of(study))
