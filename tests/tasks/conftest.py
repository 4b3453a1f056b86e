"""Tasks are called by their function, with a study whose run's folder is there."""

import shutil
from collections.abc import Iterator

import pytest

from data_contracts.study import Study
from stages.open_study import open_study, run_folder
from tests.study_chain import Chain


@pytest.fixture
def study(chain: Chain) -> Iterator[Study]:
    """A new run over the chain's store."""
    study = open_study(chain.study.config)
    yield study
    shutil.rmtree(run_folder(study).path)
