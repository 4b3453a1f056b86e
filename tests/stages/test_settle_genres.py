"""A study whose genres are left to the data set gets those of its columns."""

import pytest

from data_contracts.config import StudyConfig
from data_contracts.films import GENRES
from stages.open_study import open_study, run_folder
from stages.settle_genres import with_genres
from storage.runs import read_model


@pytest.fixture
def auto(chain):
    config = chain.study.config.model_copy(update={"genres": ("auto",)})
    study = open_study(config)
    yield study
    run_folder(study).config.unlink()
    run_folder(study).manifest.unlink()


def test_the_columns_of_0_and_1_become_the_genres_of_the_run(chain, auto):
    study = with_genres(chain.source, auto)
    assert study.config.genres == GENRES
    assert read_model(run_folder(study).config, StudyConfig) == study.config


def test_genres_that_are_named_stay(chain):
    assert with_genres(chain.source, chain.study) is chain.study
