from pathlib import Path

import pytest

from flows.predict_genres import predict_genres
from storage.parquet import read_table
from tests.stages.predicting import asked_run, film_set
from tests.study_chain import in_own_workspace

pytestmark = pytest.mark.slow


def test_a_set_is_answered_by_the_models_of_a_run(chain, film_folder, tmp_path, prefect_server):
    own = in_own_workspace(chain, tmp_path / "workspace")
    run = asked_run(own)
    poster = min((film_folder / "Images").glob("*.jpg")).stem
    films = [{"Id": "tt0000001", "Overview": "A sheriff.", "poster": poster}]
    folder = film_set(film_folder, tmp_path / "films", films)
    file = tmp_path / "answers.parquet"

    answer = predict_genres(
        data=str(folder), file=str(file), output=own.study.config.output, run=run.run_id
    )

    assert answer.answered["both"] == 1
    assert Path(answer.file) == file
    assert read_table(file)["Id"].tolist() == ["tt0000001"]
