"""Measure both models and the baselines on the same test films."""

from prefect import task

from data_contracts.references import (
    AcceptedRef,
    BaselinesRef,
    EvaluationRef,
    ModelRef,
    SourceRef,
    SplitRef,
)
from data_contracts.study import Study
from tasks.caching import ContentPolicy
from tasks.context import store_of, timed

CODE = "stages.evaluate"


@task(
    name="fit baselines",
    task_run_name="fit baselines on {split.train} training films",
    tags={"stage: evaluate"},
    cache_policy=ContentPolicy(
        stage="fit-baselines",
        code="stages.baselines",
        settings=("genres",),
        ignores=("source", "accepted.outcome"),
    ),
    persist_result=True,
)
def fit_baselines(
    source: SourceRef, accepted: AcceptedRef, split: SplitRef, study: Study
) -> BaselinesRef:
    """Fit what a model has to beat."""
    from stages import baselines

    with timed("fit-baselines", study):
        return baselines.fit_baselines(source, accepted, split, study.config, store_of(study))


@task(
    name="evaluate models",
    task_run_name="evaluate on {split.test} test films",
    tags={"stage: evaluate"},
    cache_policy=ContentPolicy(
        stage="evaluate-models",
        code=CODE,
        settings=("genres", "seed", "evaluation", "claims"),
        ignores=("accepted.outcome",),
    ),
    persist_result=True,
)
def evaluate_models(
    models: tuple[ModelRef, ...],
    baselines: BaselinesRef,
    accepted: AcceptedRef,
    split: SplitRef,
    study: Study,
) -> EvaluationRef:
    """Compute all figures and choose the films that the report shows."""
    from stages import evaluate

    store = store_of(study)
    with timed("evaluate-models", study):
        return evaluate.evaluate(models, baselines, accepted, split, study.config, store)
