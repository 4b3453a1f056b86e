"""A pool of processes that are forked from one which has imported everything already."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Final, Self

from prefect.task_runners import ProcessPoolTaskRunner, _initialize_process_pool_worker

_ORIGIN: Final = "flows.fork_origin"


class ForkedTaskRunner(ProcessPoolTaskRunner):
    """Runs tasks in processes that start in no time, however much they import.

    Prefect's own runner spawns its processes, and each then imports Prefect and TensorFlow anew:
    some ten seconds of a processor, for each of a study's seven. Here multiprocessing's fork
    server imports them, once, and is asked for a copy of itself. It runs nothing, so that a copy
    has no thread, no lock and no state of TensorFlow's that it should not have; and it ends with
    the process that started it, however that ends.
    """

    def __enter__(self) -> Self:
        """Start the pool; the fork server and the processes start with the first task."""
        super().__enter__()
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([_ORIGIN])
        # In the place of Prefect's pool, which has no process yet.
        first: tuple[Any, ...] = (
            self._subprocess_message_queue,
            self._initializer,
            self._initargs,
        )
        self._executor = ProcessPoolExecutor(
            self._max_workers, context, _initialize_process_pool_worker, first
        )
        return self
