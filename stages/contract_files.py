"""What a run's folder keeps of the data contract, whether the films were accepted or not."""

import shutil

from data_contracts.references import ContentRef
from stages.contract_checks import DOCS_FOLDER
from stages.validate import OUTCOME_NAME, QUARANTINE_TABLE
from storage.atomic import write_bytes
from storage.content_store import ContentStore
from storage.runs import RunFolder


def keep_contract(outcome: ContentRef, folder: RunFolder, store: ContentStore) -> None:
    """Copy contract.json, quarantine.parquet and data_docs/ into a run's folder."""
    found = store.path(outcome.sha256)
    write_bytes(folder.contract, (found / OUTCOME_NAME).read_bytes())
    write_bytes(folder.quarantine, (found / QUARANTINE_TABLE).read_bytes())
    shutil.copytree(found / DOCS_FOLDER, folder.data_docs, dirs_exist_ok=True)
