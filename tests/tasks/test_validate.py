import pytest
from prefect.client.orchestration import get_client

from data_contracts.config import ContractConfig
from data_contracts.errors import ContractError
from stages.open_study import close_study, run_folder
from tasks.validate import validate_films


def test_films_are_held_against_the_contract(chain, study):
    accepted = validate_films.fn(chain.tables, study)

    # Data Docs carry the time of validation, so the outcome's digest is new.
    assert accepted.labels == chain.accepted.labels
    assert accepted.overviews == chain.accepted.overviews
    assert accepted.films + accepted.set_aside == chain.tables.rows


def test_a_broken_contract_is_kept_with_the_run_and_published(chain, study, prefect_server):
    limits = ContractConfig(min_films=chain.tables.rows)
    strict = study.model_copy(
        update={"config": study.config.model_copy(update={"contract": limits})}
    )
    with pytest.raises(ContractError) as caught:
        validate_films(chain.tables, strict)
    close_study(strict, caught.value)

    folder = run_folder(study)
    assert folder.contract.is_file()
    assert folder.quarantine.is_file()
    assert (folder.data_docs / "index.html").is_file()
    manifest = folder.read_manifest()
    assert (manifest.state, manifest.accounting) == ("failed", caught.value.outcome.accounting)
    with get_client(sync_client=True) as client:
        artifacts = client.read_artifacts()
    # Other tests publish under the same key to the same server.
    published = [a.data for a in artifacts if a.key == "data-contract" and "BROKEN" in a.data]
    of_this_run = f"Of {chain.tables.rows} rows: "
    assert any(of_this_run in data and "- BROKEN: At least" in data for data in published)
