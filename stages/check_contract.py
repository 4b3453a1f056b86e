"""The data contract alone: what `film-genres validate` does, leaving nothing behind."""

import tempfile
from pathlib import Path

from data_contracts.config import StudyConfig
from data_contracts.errors import ContractError
from data_contracts.results import ContractOutcome
from stages.ingest import read_tables, take_snapshot
from stages.locate import locate
from stages.validate import outcome, validate
from storage.content_store import ContentStore


def check_contract(config: StudyConfig) -> tuple[ContractOutcome | None, ContractError | None]:
    """Return what the contract found, and the error where it is broken.

    Raises SourceError where the source cannot be read at all.
    """
    with tempfile.TemporaryDirectory(prefix="film-genres-") as folder:
        store = ContentStore(Path(folder))
        tables = read_tables(take_snapshot(locate(config), store), config, store)
        try:
            return outcome(validate(tables, config, store), store), None
        except ContractError as error:
            return error.outcome, error
