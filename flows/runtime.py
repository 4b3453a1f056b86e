"""How the flows are run: their names and processes."""

import os
from typing import Any, ParamSpec, TypeVar, cast

from prefect import Flow
from prefect.futures import PrefectFuture
from prefect.runtime import flow_run
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from data_contracts.config import StudyConfig
from data_contracts.study import Study
from stages.open_study import run_folder
from tasks.context import start_worker_process

P = ParamSpec("P")
R = TypeVar("R")


def run_name() -> str:
    """Return a flow run's name: the preset and the films."""
    config = StudyConfig.model_validate(flow_run.parameters["config"])
    return f"{config.preset} study of {config.data or 'the sample films'}, seed {config.seed}"


def in_processes(number: int, flow: Flow[P, R], study: Study) -> Flow[P, R]:
    """Return the flow with its tasks in so many spawned processes that end with this one.

    A new pool for each flow run: a process that was killed breaks the whole pool, and the
    flow's retry then finds a whole one.
    """
    log_file = str(run_folder(study).log.resolve())
    runner = ProcessPoolTaskRunner(
        max_workers=number, initializer=start_worker_process, initargs=(log_file, os.getpid())
    )
    # Prefect declares the parameter's futures invariant, which none of its own runners meets.
    return flow.with_options(task_runner=cast("TaskRunner[PrefectFuture[Any]]", runner))
