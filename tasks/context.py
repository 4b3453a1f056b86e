"""What surrounds the body of every task: the record of its time, and its process's log lines."""

import atexit
import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from data_contracts.errors import StudyError
from data_contracts.references import ContentRef, EncodingRef
from data_contracts.results import StageRecord
from data_contracts.study import Study
from stages.code_version import OUR_PACKAGES
from stages.open_study import close_study, run_folder
from storage.checkpoints import Checkpoint
from storage.content_store import ContentStore
from storage.run_life import alive
from storage.runs import Workspace
from storage.shortages import plain_shortages
from tasks.at_work import SHOWN_LIVE, at_work, none_at_work_after
from tasks.caching import ContentPolicy
from tasks.stage_words import at_work_words
from tasks.terminal import LINE_FORMAT, shown_on_terminal

_logger = logging.getLogger(__name__)
PARENT_CHECK_SECONDS = 2.0
WORKER_VARIABLE: Final = "FILM_GENRES_WORKER"
"""Names, to a process that a Dask worker started, that worker."""


@contextlib.contextmanager
def timed(stage: str, study: Study, why_not_cached: str = "") -> Iterator[None]:
    """Tell that a stage is at work, and write down how long it took.

    why_not_cached: the reason that the manifest gives for a stage without a cache policy.
    """
    started = time.monotonic()
    folder, stage = run_folder(study), study.stage_name(stage)
    logging.getLogger(SHOWN_LIVE).info(at_work_words(stage))
    with plain_shortages(Path(study.config.output)), at_work(folder, stage):
        yield
        earlier = {record.stage: record for record in folder.stage_records()}.get(stage)
        record = earlier or StageRecord(
            stage=stage, seconds=0, cache="not cached", reason=why_not_cached
        )
        seconds = time.monotonic() - started
        ran = {"seconds": seconds, "worker": os.environ.get(WORKER_VARIABLE)}
        folder.note_stage(record.model_copy(update=ran))
    _logger.info("%s: done in %.1f s", stage, seconds)


def store_of(study: Study) -> ContentStore:
    """Return the content store of a study's workspace."""
    return Workspace(Path(study.config.output)).store


def checkpoint_of(
    policy: ContentPolicy, examples: ContentRef, study: Study, encoding: EncodingRef | None = None
) -> Checkpoint:
    """Return the checkpoint of the training whose result the policy would cache."""
    key = policy.key({"examples": examples, "study": study, "encoding": encoding})
    return Checkpoint(Workspace(Path(study.config.output)).checkpoints, f"{policy.stage}-{key}")


class _WithoutStudyTracebacks(logging.Filter):
    """Drops the traceback of errors whose sentence says it all."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, some without their traceback."""
        if record.exc_info and isinstance(record.exc_info[1], StudyError):
            record.exc_info = None
        return True


class _RunLog(logging.FileHandler):
    """A run's log on a disk that may be full: a line that is lost must not end the run."""

    def flush(self) -> None:
        """Write what waits, where there is room."""
        with contextlib.suppress(OSError):
            super().flush()

    def close(self) -> None:
        """Close the file, whatever is left to be written."""
        with contextlib.suppress(OSError):
            super().close()


@contextlib.contextmanager
def followed_logs(log_file: Path) -> Iterator[None]:
    """Send this process's log lines of ours to the run's log while the block runs."""
    log_file.parent.mkdir(parents=True, exist_ok=True)
    handler = _RunLog(log_file, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter(LINE_FORMAT))
    loggers = [logging.getLogger(package) for package in (*OUR_PACKAGES, "tasks", "flows")]
    quiet = _WithoutStudyTracebacks()
    engines = [logging.getLogger(name) for name in ("prefect.flow_runs", "prefect.task_runs")]
    for engine in engines:
        engine.addFilter(quiet)
    for logger in loggers:
        logger.setLevel(logging.INFO)
        logger.addHandler(handler)
    try:
        yield
    finally:
        for engine in engines:
            engine.removeFilter(quiet)
        for logger in loggers:
            logger.removeHandler(handler)
        handler.close()


@contextlib.contextmanager
def recorded(study: Study) -> Iterator[None]:
    """Keep a run's log while the block runs, and write down how it ended."""
    workspace, folder = Path(study.config.output), run_folder(study)
    with (
        followed_logs(folder.log),
        none_at_work_after(folder),
        shown_on_terminal(folder),
        alive(folder),
    ):
        _logger.info("Run %s: %s, preset %s", study.run_id, study.films, study.config.preset)
        try:
            with plain_shortages(workspace):
                yield
        except BaseException as error:
            with contextlib.suppress(OSError):  # a full disk must not hide what went wrong
                close_study(study, error)
            raise
        with plain_shortages(workspace):
            close_study(study, None)


def start_worker_process(log_file: str, parent: int | None = None) -> None:
    """Prepare a process of a task runner's pool, before its first task.

    A watchdog ends the process when its parent is gone: a worker outlives a parent that was
    killed, and would go on training for nobody. parent: the process that started this one; None
    where multiprocessing did, and knows for whom.
    """
    # Ctrl-C goes to all processes of a terminal; the parent answers it, and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Path(log_file).open("ab") as log:
        # TensorFlow greets on standard error whatever its log level is, and the parent alone
        # writes to the terminal.
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())
    logs = contextlib.ExitStack()
    logs.enter_context(followed_logs(Path(log_file)))
    atexit.register(logs.close)
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()


def _end_with_parent(parent: int | None) -> None:
    if parent is None:
        # For the system a forked process's parent is the fork server, not whom it works for.
        if (works_for := multiprocessing.parent_process()) is not None:
            works_for.join()
    else:
        while os.getppid() == parent:
            time.sleep(PARENT_CHECK_SECONDS)
    os._exit(1)
