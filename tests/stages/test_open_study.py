from pathlib import Path

import pytest

from data_contracts.config import StudyConfig
from data_contracts.errors import SourceError
from data_contracts.results import StageRecord
from stages.open_study import close_study, open_study, run_folder


def test_a_run_begins_with_its_settings_and_a_running_manifest(tiny_config: StudyConfig):
    study = open_study(tiny_config)

    folder = run_folder(study)
    assert StudyConfig.model_validate_json(folder.config.read_bytes()) == tiny_config
    manifest = folder.read_manifest()
    assert (manifest.state, manifest.run_id) == ("running", study.run_id)
    assert "keras" in manifest.versions


def test_flags_repeat_a_plain_run_and_a_file_any_other(film_folder: Path, tmp_path: Path):
    plain = StudyConfig(data=str(film_folder), output=str(tmp_path / "a b"), seed=3)
    special = plain.model_copy(update={"threads": 2})

    commands = [run_folder(open_study(c)).read_manifest().command for c in (plain, special)]

    assert commands[0] == (
        f"film-genres run --data {film_folder} --preset smoke --seed 3 --output '{tmp_path}/a b'"
    )
    assert commands[1].startswith("film-genres run --config ")
    assert commands[1].endswith("config.json'")


def test_a_missing_source_leaves_nothing_behind(tmp_path: Path):
    config = StudyConfig(data=str(tmp_path / "nowhere"), output=str(tmp_path / "workspace"))

    with pytest.raises(SourceError, match="nowhere"):
        open_study(config)

    assert list(tmp_path.iterdir()) == []


def test_the_end_is_written_down(tiny_config: StudyConfig):
    study = open_study(tiny_config)
    run_folder(study).note_stage(StageRecord(stage="split-films", seconds=1.0, cache="miss"))

    close_study(study, SourceError("posters: gone; put them back"))

    manifest = run_folder(study).read_manifest()
    assert (manifest.state, manifest.error) == ("failed", "posters: gone; put them back")
    assert [record.stage for record in manifest.stages] == ["split-films"]
    assert manifest.finished is not None
