"""What carries a sub-flow's tasks out: processes of this machine, or Dask's workers."""

from pathlib import Path
from typing import Any

from prefect.settings import get_current_settings
from prefect.task_runners import TaskRunner

from data_contracts.config import StudyConfig
from data_contracts.engine import Engine
from data_contracts.references import SplitRef
from data_contracts.study import Study
from flows.dask_workers import check_workers
from flows.processes import SeparateProcessTaskRunner
from flows.stored_results import StoredFirstTaskRunner
from stages.code_version import checkout_digest
from stages.open_study import run_folder
from stages.poster_shards import shard_groups
from tasks.context import start_worker_process


def placed(config: StudyConfig, engine: Engine) -> StudyConfig:
    """Return the settings with the workspace named as all machines see it."""
    if engine.address is None:
        return config
    return config.model_copy(update={"output": str(Path(config.output).resolve())})


def check_engine(engine: Engine, config: StudyConfig) -> None:
    """Raise what check_workers raises where workers cannot do the study that this flow run is of.

    They must reach the run's Prefect server too.
    """
    if engine.address is not None:
        check_workers(engine.address, Path(config.output), get_current_settings().api.url)


def shard_tasks(split: SplitRef, engine: Engine) -> int:
    """Return how many tasks make poster shards side by side; 0 where one task makes them all."""
    return 0 if engine.address is None else len(shard_groups(split))


def pool_runner(number: int, study: Study, engine: Engine) -> TaskRunner[Any]:
    """Return a runner with so many processes, each for one task after another."""
    if engine.address is not None:
        return _workers_runner(engine.address, study)
    return StoredFirstTaskRunner(number, None, start_worker_process, _worker_arguments(study))


def separate_runner(study: Study, engine: Engine) -> TaskRunner[Any]:
    """Return a runner with a process for each task, whatever becomes of the others."""
    if engine.address is not None:
        return _workers_runner(engine.address, study)
    return SeparateProcessTaskRunner(start_worker_process, _worker_arguments(study))


def _workers_runner(address: str, study: Study) -> TaskRunner[Any]:
    # Its imports are of the extra dask, which a run without the engine does not need.
    from flows.dask_runner import RunPlace, WorkersTaskRunner

    run = str(run_folder(study).path.resolve())
    return WorkersTaskRunner(RunPlace(address, run, checkout_digest()))


def _worker_arguments(study: Study) -> tuple[str]:
    return (str(run_folder(study).log.resolve()),)
