from pathlib import Path

from data_contracts.config import SampleConfig
from stages.open_study import open_study, run_folder
from tasks.ingest import ingest_source, read_tables


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
