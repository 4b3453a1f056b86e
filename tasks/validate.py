"""Hold the films against the data contract."""

from prefect import task

from data_contracts.references import AcceptedRef, TablesRef
from data_contracts.study import Study
from stages import validate
from tasks.caching import ContentPolicy
from tasks.context import store_of, timed


@task(
    name="validate films",
    task_run_name="validate {tables.rows} films and {tables.posters} posters",
    tags={"stage: validate"},
    cache_policy=ContentPolicy(
        stage="validate-films", code="stages.validate", settings=("genres", "contract")
    ),
    persist_result=True,
)
def validate_films(tables: TablesRef, study: Study) -> AcceptedRef:
    """Stop on a broken contract; set unusable films aside."""
    with timed("validate-films", study):
        return validate.validate(tables, study.config, store_of(study))
