"""Explain what the models say of the films that the report shows; in a process of its own."""

from prefect import task
from prefect.futures import PrefectFuture

from data_contracts.references import (
    EvaluationRef,
    ExplanationsRef,
    ModelRef,
    OverviewExamplesRef,
    PosterExamplesRef,
)
from data_contracts.study import Study
from tasks.caching import ContentPolicy
from tasks.context import store_of, timed

CODE = "stages.explain"
SETTINGS = ("genres", "seed", "threads", "evaluation")


@task(
    name="explain posters",
    task_run_name="where the CNN looks",
    tags={"stage: explain", "branch: poster"},
    cache_policy=ContentPolicy(stage="explain-posters", code=CODE, settings=SETTINGS),
    persist_result=True,
)
def explain_posters(
    model: ModelRef, posters: PosterExamplesRef, evaluation: EvaluationRef, study: Study
) -> ExplanationsRef:
    """Find where the CNN looks, and check that this comes from what it learnt."""
    from stages import explain

    with timed("explain-posters", study):
        return explain.explain_posters(model, posters, evaluation, study.config, store_of(study))


@task(
    name="explain overviews",
    task_run_name="which words the LSTM goes by",
    tags={"stage: explain", "branch: overview"},
    cache_policy=ContentPolicy(stage="explain-overviews", code=CODE, settings=SETTINGS),
    persist_result=True,
)
def explain_overviews(
    model: ModelRef, overviews: OverviewExamplesRef, evaluation: EvaluationRef, study: Study
) -> ExplanationsRef:
    """Find which words the LSTM goes by, and check that this comes from what it learnt."""
    from stages import explain

    store = store_of(study)
    with timed("explain-overviews", study):
        return explain.explain_overviews(model, overviews, evaluation, study.config, store)


def submit_explanation(
    model: ModelRef,
    posters: PosterExamplesRef,
    overviews: OverviewExamplesRef,
    evaluation: EvaluationRef,
    study: Study,
) -> PrefectFuture[ExplanationsRef]:
    """Start the explanation of a model, by its branch."""
    if model.branch == "cnn":
        return explain_posters.submit(model, posters, evaluation, study)
    return explain_overviews.submit(model, overviews, evaluation, study)
