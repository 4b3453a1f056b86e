"""What all tests share: one small set of sample films, and tiny settings to study it with."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_contracts.config import EvaluationConfig, StudyConfig
from data_contracts.recipe import (
    CnnConfig,
    ImageConfig,
    LstmConfig,
    Recipe,
    TextConfig,
    TrainingConfig,
)
from tests.study_chain import Chain, run_chain

FILMS = 150
TINY_TRAINING = TrainingConfig(epochs=2, batch_size=32, learning_rate=3e-3)
TINY = Recipe(
    images=ImageConfig(height=16, width=16),
    text=TextConfig(vocabulary_size=300, max_tokens=20),
    cnn=CnnConfig(stem_filters=4, block_filters=(4,), dense_units=(8,), training=TINY_TRAINING),
    lstm=LstmConfig(embedding_size=8, units=(4,), dense_units=8, training=TINY_TRAINING),
)


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """Settle TensorFlow on one thread: it cannot change its mind after the first operation."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
    from modeling.devices import prepare_process

    prepare_process(threads=1, seed=0)


@pytest.fixture(scope="session")
def film_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sample films in the layout of a real data set; tests leave them as they are."""
    from stages.sample_films import make_sample_films

    folder = tmp_path_factory.mktemp("films") / "sample"
    make_sample_films(folder, FILMS, seed=7)
    return folder


@pytest.fixture
def tiny_config(film_folder: Path, tmp_path: Path) -> StudyConfig:
    """Settings of a study of those films that takes seconds, in a workspace of its own."""
    return tiny_study_config(film_folder, tmp_path / "workspace")


def tiny_study_config(data: Path, output: Path) -> StudyConfig:
    """Return the settings of a study of these films that takes seconds."""
    return StudyConfig(
        data=str(data),
        output=str(output),
        recipe=TINY,
        evaluation=EvaluationConfig(min_support=3, resamples=200),
    )


@pytest.fixture(scope="session", autouse=True)
def interrupts_as_in_a_terminal() -> Iterator[None]:
    """Answer SIGINT even where these tests are a shell's background job, which ignores it.

    All that a process starts would ignore it too, and Prefect's workers end by it.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A Prefect server with an empty database, for the tests that run tasks or flows."""
    from prefect.settings import (
        PREFECT_HOME,
        PREFECT_LOCAL_STORAGE_PATH,
        PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW,
        PREFECT_SERVER_ANALYTICS_ENABLED,
        temporary_settings,
    )
    from prefect.testing.utilities import prefect_test_harness

    home = tmp_path_factory.mktemp("prefect")
    settings = {
        PREFECT_HOME: home,
        PREFECT_LOCAL_STORAGE_PATH: home / "storage",
        PREFECT_SERVER_ANALYTICS_ENABLED: False,
        PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW: "ignore",  # tasks are called alone here
    }
    with temporary_settings(settings), prefect_test_harness(server_startup_timeout=300):
        yield


@pytest.fixture(scope="session")
def chain(film_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Chain:
    """A study carried out stage by stage, once for all tests, which leave it as it is."""
    return run_chain(tiny_study_config(film_folder, tmp_path_factory.mktemp("chain")))
