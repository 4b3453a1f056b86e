"""A run's folder keeps the contract's outcome."""

from stages.contract_files import keep_contract
from storage.runs import RunFolder


def test_the_outcome_the_films_set_aside_and_the_pages_are_kept(chain, tmp_path):
    folder = RunFolder(tmp_path / "run")
    keep_contract(chain.accepted.outcome, folder, chain.store)
    stored = chain.store.path(chain.accepted.outcome.sha256)
    assert folder.contract.read_bytes() == (stored / "contract.json").read_bytes()
    assert folder.quarantine.read_bytes() == (stored / "quarantine.parquet").read_bytes()
    assert (folder.data_docs / "index.html").is_file()
