"""How the flows are run: their names and processes."""

import logging
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import Any, ParamSpec, TypeVar, cast

from prefect import Flow
from prefect.futures import PrefectFuture
from prefect.runtime import flow_run
from prefect.task_runners import TaskRunner

from data_contracts.config import StudyConfig
from data_contracts.engine import LOCAL, Engine
from data_contracts.study import Study
from flows.engine import pool_runner, separate_runner

P = ParamSpec("P")
R = TypeVar("R")
_logger = logging.getLogger(__name__)


def run_name() -> str:
    """Return a flow run's name: the preset, the films, the seed, and the fold where of several."""
    config = StudyConfig.model_validate(flow_run.parameters["config"])
    split = config.split
    fold = f", fold {split.fold} of {split.folds}" if split.folds > 1 else ""
    return f"{config.preset} study of {config.data or 'the sample films'}, seed {config.seed}{fold}"


def in_processes(
    number: int, flow: Flow[P, R], study: Study, engine: Engine = LOCAL
) -> Callable[P, R]:
    """Return the flow with its tasks in so many processes that end with this one.

    On Dask's workers each task has a process of its own instead.

    A process that is killed breaks the pool, so that the flow runs once more, in a new one:
    what was finished comes from the cache. An error is not tried again: it would come again.
    """
    bound = _with_runner(flow, pool_runner(number, study, engine))

    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return bound(*args, **kwargs)
        except BrokenProcessPool:
            _logger.warning("%s: a process was killed; it is started once more", flow.name)
        return bound(*args, **kwargs)

    return run


def in_separate_processes(flow: Flow[P, R], study: Study, engine: Engine = LOCAL) -> Flow[P, R]:
    """Return the flow with a process for each task, whatever becomes of the others."""
    return _with_runner(flow, separate_runner(study, engine))


def _with_runner(flow: Flow[P, R], runner: TaskRunner[Any]) -> Flow[P, R]:
    # Prefect declares the parameter's futures invariant, which none of its own runners meets.
    return flow.with_options(task_runner=cast("TaskRunner[PrefectFuture[Any]]", runner))
