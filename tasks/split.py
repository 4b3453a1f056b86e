"""Divide the films once, for both models."""

from prefect import task

from data_contracts.references import AcceptedRef, SplitRef
from data_contracts.study import EarlierRun, Study
from stages import split
from tasks.caching import ContentPolicy
from tasks.context import store_of, timed


@task(
    name="split films",
    task_run_name="split {accepted.films} films",
    tags={"stage: split"},
    cache_policy=ContentPolicy(
        stage="split-films",
        code="stages.split",
        settings=("genres", "split", "seed", "evaluation.min_support"),
        ignores=("accepted.outcome", "last.tables", "last.accepted"),
    ),
    persist_result=True,
)
def split_films(accepted: AcceptedRef, study: Study, last: EarlierRun | None = None) -> SplitRef:
    """Divide films into train, validation and test."""
    with timed("split-films", study):
        return split.split(accepted, study.config, store_of(study), last)
