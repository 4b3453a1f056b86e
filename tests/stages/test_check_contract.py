import shutil
import tempfile
from pathlib import Path

import pytest

from data_contracts.errors import SourceError
from stages.check_contract import check_contract


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_films_that_keep_the_contract(tiny_config, scratch: Path):
    outcome, error = check_contract(tiny_config)

    assert error is None
    assert outcome.accounting.rows_read == 150
    assert not Path(tiny_config.output).exists()
    assert list(scratch.iterdir()) == []


def test_films_that_break_it_give_outcome_and_error(
    tiny_config, film_folder: Path, tmp_path: Path, scratch: Path
):
    broken = tmp_path / "broken"
    shutil.copytree(film_folder, broken)
    for poster in sorted((broken / "Images").iterdir())[::3]:
        poster.unlink()

    outcome, error = check_contract(tiny_config.model_copy(update={"data": str(broken)}))

    assert error is not None
    assert outcome.accounting.films_set_aside > 0.05 * outcome.accounting.rows_read
    assert not all(found.success for found in outcome.expectations)
    assert list(scratch.iterdir()) == []


def test_what_is_no_data_set_is_refused(tiny_config, tmp_path: Path, scratch: Path):
    with pytest.raises(SourceError, match="nowhere"):
        check_contract(tiny_config.model_copy(update={"data": str(tmp_path / "nowhere")}))

    assert list(scratch.iterdir()) == []
