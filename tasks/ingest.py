"""Take the source in: a snapshot of its files, then its tables."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from data_contracts.references import SourceRef, TablesRef
from data_contracts.study import Study
from stages import ingest, locate
from tasks.caching import ContentPolicy
from tasks.context import store_of, timed


@task(
    name="ingest source",
    task_run_name="ingest {study.films}",
    tags={"stage: ingest"},
    cache_policy=NO_CACHE,  # whether the source changed is what this task finds out
)
def ingest_source(study: Study) -> SourceRef:
    """Copy and hash each file of the source once."""
    with timed("ingest-source", study):
        location = locate.locate(study.config)
        return ingest.take_snapshot(location, store_of(study))


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
