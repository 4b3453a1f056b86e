"""What surrounds the body of every task: the record of its time, and its process's log lines."""

import atexit
import contextlib
import itertools
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from data_contracts.errors import StudyError
from data_contracts.references import ContentRef
from data_contracts.results import StageRecord
from data_contracts.study import Study
from stages.code_version import OUR_PACKAGES
from stages.open_study import close_study, run_folder
from storage.checkpoints import Checkpoint
from storage.content_store import ContentStore
from storage.runs import Workspace
from tasks.caching import ContentPolicy

_logger = logging.getLogger(__name__)
PROGRESS_VARIABLE = "FILM_GENRES_PROGRESS"
PARENT_CHECK_SECONDS = 2.0


@contextlib.contextmanager
def timed(stage: str, study: Study) -> Iterator[None]:
    """Write down how long a stage took, beside what its cache policy wrote before."""
    started = time.monotonic()
    yield
    folder = run_folder(study)
    earlier = {record.stage: record for record in folder.stage_records()}.get(stage)
    record = earlier or StageRecord(stage=stage, seconds=0, cache="not cached")
    seconds = time.monotonic() - started
    folder.note_stage(record.model_copy(update={"seconds": seconds}))
    _logger.info("%s: done in %.1f s", stage, seconds)


def store_of(study: Study) -> ContentStore:
    """Return the content store of a study's workspace."""
    return Workspace(Path(study.config.output)).store


def checkpoint_of(policy: ContentPolicy, examples: ContentRef, study: Study) -> Checkpoint:
    """Return the checkpoint of the training whose result the policy would cache."""
    key = policy.key({"examples": examples, "study": study})
    return Checkpoint(Workspace(Path(study.config.output)).checkpoints, f"{policy.stage}-{key}")


class _WithoutStudyTracebacks(logging.Filter):
    """Drops the traceback of errors whose sentence says it all."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, some without their traceback."""
        if record.exc_info and isinstance(record.exc_info[1], StudyError):
            record.exc_info = None
        return True


@contextlib.contextmanager
def followed_logs(log_file: Path) -> Iterator[None]:
    """Send this process's log lines of ours to the run's log while the block runs.

    With FILM_GENRES_PROGRESS=plain, as the command line sets it, they go to standard output too.
    """
    file_handler = logging.FileHandler(log_file, encoding="utf-8", delay=True)
    file_handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s"))
    handlers: list[logging.Handler] = [file_handler]
    if os.environ.get(PROGRESS_VARIABLE) == "plain":
        handlers.append(logging.StreamHandler(sys.stdout))
    loggers = [logging.getLogger(package) for package in (*OUR_PACKAGES, "tasks", "flows")]
    quiet = _WithoutStudyTracebacks()
    engines = [logging.getLogger(name) for name in ("prefect.flow_runs", "prefect.task_runs")]
    for engine in engines:
        engine.addFilter(quiet)
    for logger, handler in itertools.product(loggers, handlers):
        logger.setLevel(logging.INFO)
        logger.addHandler(handler)
    try:
        yield
    finally:
        for engine in engines:
            engine.removeFilter(quiet)
        for logger, handler in itertools.product(loggers, handlers):
            logger.removeHandler(handler)
        file_handler.close()


@contextlib.contextmanager
def recorded(study: Study) -> Iterator[None]:
    """Keep a run's log while the block runs, and write down how it ended."""
    with followed_logs(run_folder(study).log):
        try:
            yield
        except BaseException as error:
            close_study(study, error)
            raise
        close_study(study, None)


def start_worker_process(log_file: str, parent: int) -> None:
    """Prepare a process of a task runner's pool, before its first task.

    A watchdog ends the process when its parent is gone: a spawned worker outlives a parent that
    was killed, and would go on training for nobody.
    """
    # Ctrl-C goes to all processes of a terminal; the parent answers it, and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Path(log_file).open("ab") as log:
        # TensorFlow greets on standard error whatever its log level is.
        os.dup2(log.fileno(), sys.stderr.fileno())
    logs = contextlib.ExitStack()
    logs.enter_context(followed_logs(Path(log_file)))
    atexit.register(logs.close)
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_SECONDS)
    os._exit(1)
