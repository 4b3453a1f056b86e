"""Where a study's films are, and which object stores they may be in."""

from pathlib import Path

from data_contracts.config import StudyConfig
from stages.sample_films import make_sample_films
from storage.object_stores import ObjectStores
from storage.runs import Workspace


def locate(config: StudyConfig) -> str:
    """Return where the study's films are, after drawing the sample films where none are named."""
    if config.data is not None:
        return config.data
    sample = config.sample
    folder = Workspace(Path(config.output)).sample_films(sample.films, sample.seed)
    make_sample_films(folder, sample.films, sample.seed)
    return str(folder)


def object_stores(config: StudyConfig) -> ObjectStores:
    """Return the object stores that the settings allow films to be in."""
    return ObjectStores(config.object_stores, Workspace(Path(config.output)).fetched)
