from pathlib import Path

from prefect import flow
from prefect.client.orchestration import get_client

from storage.parquet import read_table
from storage.runs import Workspace
from tasks.predict import predict_films
from tests.stages.predicting import asked_run, film_set
from tests.study_chain import in_own_workspace


def test_a_set_is_answered_and_shown(chain, film_folder, tmp_path, prefect_server) -> None:
    own = in_own_workspace(chain, tmp_path / "workspace")
    run = asked_run(own)
    poster = min((film_folder / "Images").glob("*.jpg")).stem
    films = [{"Id": "tt0000001", "Overview": "A sheriff.", "poster": poster}]
    folder, file = film_set(film_folder, tmp_path / "films", films), tmp_path / "answers.parquet"
    workspace = Workspace(Path(own.study.config.output))

    @flow
    def answered():
        return predict_films(str(folder), file, run.run_id, workspace)

    answer = answered()

    assert read_table(file)["Id"].tolist() == ["tt0000001"]
    assert answer.answered["both"] == 1
    assert answer.runs == {"cnn": run.run_id, "lstm": run.run_id}
    with get_client(sync_client=True) as client:
        artifacts = [a for a in client.read_artifacts() if a.key == "predicted-films"]
    assert str(file) in max(artifacts, key=lambda artifact: artifact.created).data
