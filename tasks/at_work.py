"""Which stages are at work, in small files that the parent shows to a person.

Files, because the branches train in processes of their own: a file that is written whole or not
at all outlives a process that is killed, and asks nothing of the one that reads it.
"""

import contextlib
import shutil
import time
from collections.abc import Iterator
from typing import Final

from data_contracts.at_work import StageAtWork
from data_contracts.training_record import EpochRecord
from storage.atomic import write_text
from storage.runs import RunFolder

SHOWN_LIVE: Final = "tasks.live"
"""The logger of lines that say no more than what these files do."""


@contextlib.contextmanager
def none_at_work_after(folder: RunFolder) -> Iterator[None]:
    """Let no stage count as at work when the block ends: what was killed could not say so."""
    try:
        yield
    finally:
        shutil.rmtree(folder.at_work, ignore_errors=True)


@contextlib.contextmanager
def at_work(folder: RunFolder, stage: str) -> Iterator[None]:
    """Let the stage count as at work while the block lasts."""
    now = time.time()
    _write(folder, StageAtWork(stage=stage, started=now, updated=now))
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            (folder.at_work / f"{stage}.json").unlink(missing_ok=True)


def note_epoch(folder: RunFolder, stage: str, last: EpochRecord | None, epochs: int) -> None:
    """Tell how far a training is."""
    now = time.time()
    started = next((s.started for s in stages_at_work(folder) if s.stage == stage), now)
    noted = StageAtWork(stage=stage, started=started, updated=now, epochs=epochs, last=last)
    _write(folder, noted)


def stages_at_work(folder: RunFolder) -> list[StageAtWork]:
    """Return the stages that are at work, in the order in which they began."""
    found = []
    for path in folder.at_work.glob("[!.]*.json"):
        with contextlib.suppress(FileNotFoundError):  # it ended in between
            found.append(StageAtWork.model_validate_json(path.read_bytes()))
    return sorted(found, key=lambda one: (one.started, one.stage))


def _write(folder: RunFolder, stage: StageAtWork) -> None:
    # A full disk must cost what is shown, not what is trained.
    with contextlib.suppress(OSError):
        write_text(folder.at_work / f"{stage.stage}.json", stage.model_dump_json())
