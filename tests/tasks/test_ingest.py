import shutil
from pathlib import Path

import pytest
from prefect import flow

from data_contracts.config import SampleConfig
from data_contracts.errors import SourceError
from data_contracts.references import SourceRef
from data_contracts.study import Study
from stages.open_study import open_study, run_folder
from tasks.ingest import ingest_source, read_tables
from tests.data.loopback import serving


def test_the_source_is_taken_in_as_a_snapshot(chain, study):
    assert ingest_source.fn(study) == chain.source
    (record,) = run_folder(study).stage_records()
    assert (record.stage, record.cache) == ("ingest-source", "not cached")
    assert record.seconds > 0


def test_sample_films_are_drawn_where_no_data_is_named(tiny_config):
    config = tiny_config.model_copy(update={"data": None, "sample": SampleConfig(films=100)})

    source = ingest_source.fn(open_study(config))

    assert source.files > 100
    assert (Path(config.output) / "samples" / "films-100-seed-2026").is_dir()


def test_tables_are_read_from_the_snapshot(chain, study):
    assert read_tables.fn(chain.source, study) == chain.tables


@flow
def take_in(study: Study) -> SourceRef:
    return ingest_source(study)


def test_a_server_that_is_busy_is_asked_again(tiny_config, tmp_path, prefect_server):
    archive = shutil.make_archive(str(tmp_path / "films"), "zip", tiny_config.data)
    with serving(Path(archive)) as address:
        studies = {
            name: open_study(tiny_config.model_copy(update={"data": f"{address}/{name}"}))
            for name in ("films.zip", "later.zip", "none.zip")
        }

        assert take_in(studies["later.zip"]).sha256 == take_in(studies["films.zip"]).sha256
        with pytest.raises(SourceError, match="404"):
            take_in(studies["none.zip"])
