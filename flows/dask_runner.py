"""Prefect's Dask task runner, with a fresh process of a worker's machine for each task."""

import logging
import os
from collections.abc import Iterable
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Self, TypeVar, cast
from uuid import UUID, uuid4

import cloudpickle
from distributed import Future, KilledWorker, get_worker
from prefect import Task
from prefect.client.schemas.objects import RunInput
from prefect.context import hydrated_context, serialize_context
from prefect.futures import PrefectFuture, wait
from prefect.settings import get_current_settings
from prefect.task_engine import run_task_sync
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.engine import resolve_inputs_sync
from prefect_dask.task_runners import DaskTaskRunner, PrefectDaskFuture

from data_contracts.errors import ServiceError
from flows.dask_workers import CONNECT_SECONDS
from flows.fresh_process import Errand, run_fresh
from flows.local_server import send_what_waits
from tasks.caching import is_stored

_OF_THIS_MACHINE: Final = {"PREFECT_HOME", "PREFECT_PROFILES_PATH", "PREFECT_MEMO_STORE_PATH"}
"""Settings of Prefect that name folders which another machine need not have."""

R = TypeVar("R")
_logger = logging.getLogger(__name__)


class WorkerFuture(PrefectDaskFuture[R]):
    """A task on a worker."""

    def result(self, timeout: float | None = None, raise_on_failure: bool = True) -> R:  # noqa: FBT001, FBT002 (Prefect's signature)
        """Return the task's result.

        Raises BrokenProcessPool where its processes were killed on one machine after another, and
        ServiceError where the scheduler went away.
        """
        try:
            return super().result(timeout, raise_on_failure)
        except KilledWorker as error:
            raise BrokenProcessPool(str(error)) from error
        except CancelledError as error:
            raise ServiceError(
                "the Dask scheduler of this run went away; start it and its workers again, then "
                "the same command goes on from what is finished"
            ) from error


@dataclass(frozen=True)
class RunPlace:
    """Where the tasks of a run are carried out: on which cluster, for which run, by which code."""

    address: str
    run: str
    code: str


class WorkersTaskRunner(DaskTaskRunner):
    """Gives each task a fresh process, on the worker that has the fewest tasks of this runner.

    Where that worker goes away, Dask starts the task again on another one; what was finished of
    it comes from the store and from its checkpoint. A task whose result is stored runs here.
    """

    def __init__(self, place: RunPlace) -> None:
        super().__init__(address=place.address, client_kwargs={"timeout": CONNECT_SECONDS})
        self._place = place
        self._submitted: list[tuple[str, Future[object]]] = []

    def __enter__(self) -> Self:
        """Start the threads for what is stored; the client connects with the first task."""
        self._threads = ThreadPoolTaskRunner[Any](max_workers=1)
        self._threads.__enter__()
        super().__enter__()  # type: ignore[no-untyped-call] # prefect-dask does not say
        return self

    def __exit__(self, *raised: object) -> None:
        """Leave the cluster, and end the threads."""
        super().__exit__(*raised)
        self._threads.__exit__(None, None, None)

    def duplicate(self) -> Self:
        """Return a runner of the same kind that has not started."""
        return type(self)(self._place)

    def submit(  # type: ignore[override] # prefect-dask takes its own futures alone
        self,
        task: "Task[Any, Any]",
        parameters: dict[str, Any],
        wait_for: Iterable[PrefectFuture[Any]] | None = None,
        dependencies: dict[str, set[RunInput]] | None = None,
    ) -> PrefectDaskFuture[Any]:
        """Start the task, once what it waits for is there, and return its future."""
        wait(list(wait_for or ()))
        known = resolve_inputs_sync(parameters, return_data=True, max_depth=-1)
        if is_stored(task, known):
            stored = self._threads.submit(task, known, None, dependencies)
            return cast("PrefectDaskFuture[Any]", stored)
        task_run_id = uuid4()
        call = _call(task, task_run_id, known, dependencies)
        errand = Errand(self._place.run, self._place.code, cloudpickle.dumps(call))
        worker = self._freest()
        future = self.client.submit(
            carry_out,
            errand,
            key=f"{task.name}-{task_run_id}",
            workers=[worker] if worker else None,
            allow_other_workers=bool(worker),
            pure=False,
        )
        self._submitted.append((worker, future))
        return WorkerFuture(wrapped_future=future, task_run_id=task_run_id)

    def _freest(self) -> str:
        """Return the worker with the fewest unfinished tasks, nothing where no worker is up."""
        self._submitted = [(worker, one) for worker, one in self._submitted if not one.done()]
        busy = [worker for worker, _ in self._submitted]
        up: list[str] = sorted(self.client.scheduler_info()["workers"])
        if not up:
            _logger.warning("%s: no worker is up; waiting for one", self._place.address)
            return ""
        return min(up, key=busy.count)


def carry_out(errand: Errand) -> object:
    """Carry an errand out in a fresh process of the worker that this is called on."""
    return run_fresh(errand, str(get_worker().name))


def _call(
    task: "Task[Any, Any]",
    task_run_id: UUID,
    parameters: dict[str, Any],
    dependencies: dict[str, set[RunInput]] | None,
) -> partial[object]:
    settings = get_current_settings().to_environment_variables(exclude_unset=True)
    return partial(
        run_task,
        {name: value for name, value in settings.items() if name not in _OF_THIS_MACHINE},
        serialize_context(),
        task,
        task_run_id,
        parameters,
        dependencies,
    )


def run_task(
    settings: dict[str, str],
    context: dict[str, Any],
    task: "Task[Any, Any]",
    task_run_id: UUID,
    parameters: dict[str, Any],
    dependencies: dict[str, set[RunInput]] | None,
) -> object:
    """Run a task in this process, for the flow run that the context is of; return its state."""
    os.environ.update(settings)
    with hydrated_context(context):
        state = run_task_sync(
            task,
            task_run_id=task_run_id,
            parameters=parameters,
            return_type="state",
            dependencies=dependencies,
        )
        send_what_waits()
    return state
