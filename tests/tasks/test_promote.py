import shutil

import pytest
from prefect.client.orchestration import get_client

from data_contracts.champions import Reign
from data_contracts.promotion_rules import PromotionOutcome
from data_contracts.references import ChampionPredictionsRef
from stages.open_study import run_folder
from storage.champions import Champions
from storage.runs import Workspace, read_model
from tasks.promote import ask_champions, promote_models
from tasks.report import write_report


@pytest.fixture
def open_floor(study):
    """The study, whose models need to beat nothing."""
    promotion = study.config.promotion.model_copy(update={"floor": ()})
    yield study.model_copy(
        update={"config": study.config.model_copy(update={"promotion": promotion})}
    )
    shutil.rmtree(Workspace(run_folder(study).path.parents[1]).champions, ignore_errors=True)


def test_without_champions_nobody_is_asked(chain, study):
    said = ask_champions.fn((), chain.source, chain.accepted, chain.split, study)

    assert said.branches == ()
    assert chain.store.intact(said.sha256)


def test_the_decision_is_kept_and_shown(chain, open_floor, prefect_server):
    said = ChampionPredictionsRef(sha256="0" * 64, branches=())

    outcome = promote_models(chain.refs, said, Reign(), open_floor)
    written = write_report(chain.refs, (), open_floor)

    folder = run_folder(open_floor)
    assert read_model(folder.promotion, PromotionOutcome) == outcome
    workspace = Workspace(folder.path.parents[1])
    assert Champions(workspace.champions).champions().keys() == {"cnn", "lstm"}
    report = folder.report_markdown.read_text("utf-8")
    assert "The CNN on posters is now the champion, as there was none before it." in report
    with get_client(sync_client=True) as client:
        found = sorted(client.read_artifacts(), key=lambda artifact: artifact.created)
    artifacts = {artifact.key: artifact for artifact in found}  # the latest of each key
    assert "is now the champion" in artifacts["study-promotion"].data
    assert written.run_id == open_floor.run_id
