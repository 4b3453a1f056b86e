"""The data contract alone: what `film-genres validate` does, leaving nothing behind."""

import tempfile
from dataclasses import replace
from pathlib import Path

from data_contracts.config import StudyConfig
from data_contracts.contract_outcome import ContractOutcome
from data_contracts.errors import ContractError
from stages.contract_drift import last_figures
from stages.ingest import read_tables, take_snapshot
from stages.last_accepted import last_accepted
from stages.locate import locate, object_stores
from stages.settle_genres import settled
from stages.validate import outcome, validate
from storage.content_store import ContentStore
from storage.object_stores import ObjectStores
from storage.runs import Workspace


def check_contract(config: StudyConfig) -> tuple[ContractOutcome | None, ContractError | None]:
    """Return what the contract found, and the error where it is broken.

    Raises SourceError where the source cannot be read at all, RunError where the run to compare
    it to is not there.
    """
    with tempfile.TemporaryDirectory(prefix="film-genres-") as folder:
        store = ContentStore(Path(folder))
        source = take_snapshot(locate(config), store, _stores(config, Path(folder)))
        told = settled(source, config, store)
        tables = read_tables(source, told, store)
        before = last_figures(last_accepted(config), Workspace(Path(config.output)).store)
        try:
            return outcome(validate(tables, told, store, before), store), None
        except ContractError as error:
            return error.outcome, error


def _stores(config: StudyConfig, folder: Path) -> ObjectStores:
    return replace(object_stores(config), cache=folder / "fetched")
