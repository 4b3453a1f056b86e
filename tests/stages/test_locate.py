from pathlib import Path

from data_contracts.config import SampleConfig, StudyConfig
from data_contracts.films import CSV_NAME
from stages.locate import locate


def test_named_films_are_taken_where_they_are(tmp_path: Path):
    config = StudyConfig(data="elsewhere.zip", output=str(tmp_path))

    assert locate(config) == "elsewhere.zip"
    assert list(tmp_path.iterdir()) == []


def test_sample_films_are_drawn_into_the_workspace_once(tmp_path: Path):
    sample = SampleConfig(films=100, seed=4)
    config = StudyConfig(output=str(tmp_path), sample=sample)

    folder = Path(locate(config))
    drawn = (folder / CSV_NAME).stat()
    again = Path(locate(config))

    assert folder == again == tmp_path / "samples" / "films-100-seed-4"
    assert (folder / CSV_NAME).stat().st_mtime_ns == drawn.st_mtime_ns
