"""Hold the films against the data contract."""

from prefect import task

from data_contracts.errors import ContractError
from data_contracts.references import AcceptedRef, TablesRef
from data_contracts.study import EarlierRun, Study
from stages import validate
from stages.contract_drift import last_figures
from stages.contract_files import keep_contract
from stages.open_study import run_folder
from tasks.artifacts import publish_contract
from tasks.caching import ContentPolicy
from tasks.context import store_of, timed


@task(
    name="validate films",
    task_run_name="validate {tables.rows} films and {tables.posters} posters",
    tags={"stage: validate"},
    cache_policy=ContentPolicy(
        stage="validate-films",
        code="stages.validate",
        settings=("genres", "contract"),
        ignores=("last.accepted.outcome", "last.split"),
    ),
    persist_result=True,
)
def validate_films(tables: TablesRef, study: Study, last: EarlierRun | None = None) -> AcceptedRef:
    """Stop on a broken contract, which the run's folder then keeps; set unusable films aside."""
    with timed("validate-films", study):
        try:
            before = last_figures(last, store_of(study))
            return validate.validate(tables, study.config, store_of(study), before)
        except ContractError as error:
            if error.content is not None and error.outcome is not None:
                keep_contract(error.content, run_folder(study), store_of(study))
                publish_contract(error.outcome)
            raise
