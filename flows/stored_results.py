"""A task runner that starts no process for a task whose result is stored already."""

from collections.abc import Iterable
from typing import Any, Self

from prefect import Task
from prefect.client.schemas.objects import RunInput
from prefect.futures import PrefectConcurrentFuture, PrefectFuture
from prefect.task_runners import ThreadPoolTaskRunner

from flows.forked import ForkedTaskRunner
from tasks.caching import is_stored


class StoredFirstTaskRunner(ForkedTaskRunner):
    """Runs tasks in processes, but in a thread those that have nothing left to do.

    The first process takes seconds, for what it imports; a task whose result is stored needs it
    for nothing.
    """

    def __enter__(self) -> Self:
        """Start the threads; a process starts with the first task that needs one."""
        self._threads = ThreadPoolTaskRunner[Any](max_workers=self._max_workers)
        self._threads.__enter__()
        return super().__enter__()

    def __exit__(self, *raised: object) -> None:
        """End the processes and the threads."""
        super().__exit__(*raised)
        self._threads.__exit__(None, None, None)

    def submit(
        self,
        task: "Task[Any, Any]",
        parameters: dict[str, Any],
        wait_for: Iterable[PrefectFuture[Any]] | None = None,
        dependencies: dict[str, set[RunInput]] | None = None,
    ) -> PrefectConcurrentFuture[Any]:
        """Start the task and return its future."""
        if is_stored(task, parameters):
            return self._threads.submit(task, parameters, wait_for, dependencies)
        return super().submit(task, parameters, wait_for, dependencies)
