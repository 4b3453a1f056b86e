"""Which genres a study is about, where its settings leave that to the data set."""

import logging
from pathlib import Path

from data_contracts.config import StudyConfig
from data_contracts.films import CSV_NAME
from data_contracts.references import SourceRef
from data_contracts.study import Study
from stages.open_study import run_folder
from storage.atomic import write_text
from storage.content_store import ContentStore
from storage.genre_columns import genre_columns
from storage.runs import Workspace

_logger = logging.getLogger(__name__)


def with_genres(source: SourceRef, study: Study) -> Study:
    """Return the study with its genres named, and write them into the run's settings.

    Raises SourceError where the genres are left to a CSV that has fewer than two such columns.
    """
    config = settled(source, study.config, Workspace(Path(study.config.output)).store)
    if config == study.config:
        return study
    _logger.info("genres, told from their columns: %s", ", ".join(config.genres))
    write_text(run_folder(study).config, config.model_dump_json(indent=2))
    return study.model_copy(update={"config": config})


def settled(source: SourceRef, config: StudyConfig, store: ContentStore) -> StudyConfig:
    """Return the settings with the genres of the snapshot, where they are left to it.

    Raises SourceError as with_genres does.
    """
    if not config.auto_genres:
        return config
    genres = genre_columns(store.path(source.sha256) / CSV_NAME)
    return config.model_copy(update={"genres": genres})
