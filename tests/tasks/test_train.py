import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

from stages.open_study import run_folder
from storage.parquet import read_table
from tasks.train import train_cnn, train_lstm


@pytest.mark.parametrize(
    ("task", "branch", "examples"),
    [(train_cnn, "cnn", "posters"), (train_lstm, "lstm", "overviews")],
)
def test_a_branch_is_trained_and_its_progress_shown(
    chain, study, prefect_server, task, branch, examples
):
    ref = task(getattr(chain, examples), study)

    name = "predictions.parquet"
    expected = read_table(chain.store.path(getattr(chain, branch).sha256) / name)
    assert read_table(chain.store.path(ref.sha256) / name).equals(expected)
    (record,) = run_folder(study).stage_records()
    assert record.stage == f"train-{branch}"
    with get_client(sync_client=True) as client:
        key = ArtifactFilterKey(any_=[f"{branch}-progress"])
        artifacts = client.read_artifacts(artifact_filter=ArtifactFilter(key=key))
    artifact = max(artifacts, key=lambda artifact: artifact.created)
    assert artifact.data == 100
    assert "epoch 2 of 2" in artifact.description
