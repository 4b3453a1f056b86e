"""Take the source in: a snapshot of its files, then its tables."""

from typing import Any

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from data_contracts.errors import UnreachableSourceError
from data_contracts.references import SourceRef, TablesRef
from data_contracts.study import Study
from stages import ingest, locate
from tasks.caching import ContentPolicy
from tasks.context import store_of, timed


def may_answer_later(_: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Return whether a task failed only because the source did not answer this time."""
    del run
    return isinstance(state.result(raise_on_failure=False), UnreachableSourceError)


@task(
    name="ingest source",
    task_run_name="ingest {study.films}",
    tags={"stage: ingest"},
    cache_policy=NO_CACHE,  # whether the source changed is what this task finds out
    retries=2,
    retry_delay_seconds=[3, 15],
    retry_condition_fn=may_answer_later,
)
def ingest_source(study: Study) -> SourceRef:
    """Copy and hash each file of the source once."""
    with timed("ingest-source", study, "the source is read anew, to see whether it changed"):
        location = locate.locate(study.config)
        stores = locate.object_stores(study.config)
        return ingest.take_snapshot(location, store_of(study), stores)


@task(
    name="read tables",
    task_run_name="read tables of {source.name}, {source.files} files",
    tags={"stage: ingest"},
    cache_policy=ContentPolicy(stage="read-tables", code="stages.ingest", settings=("genres",)),
    persist_result=True,
)
def read_tables(source: SourceRef, study: Study) -> TablesRef:
    """Read every row and measure every poster."""
    with timed("read-tables", study):
        return ingest.read_tables(source, study.config, store_of(study))
