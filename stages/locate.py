"""Where a study's films are."""

from pathlib import Path

from data_contracts.config import StudyConfig
from stages.sample_films import make_sample_films
from storage.runs import Workspace


def locate(config: StudyConfig) -> str:
    """Return where the study's films are, after drawing the sample films where none are named."""
    if config.data is not None:
        return config.data
    sample = config.sample
    folder = Workspace(Path(config.output)).sample_films(sample.films, sample.seed)
    make_sample_films(folder, sample.films, sample.seed)
    return str(folder)
