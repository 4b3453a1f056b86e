"""A task runner whose tasks have nothing to fear from one another."""

import contextlib
from collections.abc import Callable, Iterable
from typing import Any, Self

from prefect import Task
from prefect.client.schemas.objects import RunInput
from prefect.futures import PrefectConcurrentFuture, PrefectFuture
from prefect.task_runners import ProcessPoolTaskRunner

from flows.stored_results import StoredFirstTaskRunner


class SeparateProcessTaskRunner(ProcessPoolTaskRunner):
    """Gives every task a process of its own, in a pool of its own.

    A process that is killed breaks its whole pool, and Python then ends all others in it. Here
    it breaks nothing but its own task, whose future raises BrokenProcessPool.
    """

    def __init__(self, initializer: Callable[..., None], initargs: tuple[Any, ...]) -> None:
        super().__init__(1, None, initializer, initargs)
        self._start = (initializer, initargs)
        self._pools: list[tuple[contextlib.ExitStack, PrefectConcurrentFuture[Any]]] = []

    def duplicate(self) -> Self:
        """Return a runner of the same kind that has not started."""
        return type(self)(*self._start)

    def submit(
        self,
        task: "Task[Any, Any]",
        parameters: dict[str, Any],
        wait_for: Iterable[PrefectFuture[Any]] | None = None,
        dependencies: dict[str, set[RunInput]] | None = None,
    ) -> PrefectConcurrentFuture[Any]:
        """Start the task, in a new process unless its result is stored, and return its future."""
        self._end([pool for pool, future in self._pools if future.wrapped_future.done()])
        pool = contextlib.ExitStack()
        runner = pool.enter_context(StoredFirstTaskRunner(1, None, *self._start))
        future = runner.submit(task, parameters, wait_for, dependencies)
        self._pools.append((pool, future))
        return future

    def cancel_all(self) -> None:
        """Wait for the tasks that run, and end their processes."""
        self._end([pool for pool, _ in self._pools])
        super().cancel_all()

    def _end(self, pools: list[contextlib.ExitStack]) -> None:
        """End processes that have no task left: each still holds all that it imported."""
        self._pools = [(pool, future) for pool, future in self._pools if pool not in pools]
        for pool in pools:
            pool.close()
