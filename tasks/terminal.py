"""A run as a person follows it: its log's lines, and in a terminal a live line a stage at work.

Only the parent writes to the terminal. It reads what all processes of the run write to the run's
folder, so that no line tears another.
"""

import contextlib
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from data_contracts.at_work import StageAtWork
from storage.runs import RunFolder
from tasks.at_work import SHOWN_LIVE, stages_at_work
from tasks.progress import BRANCH_LABELS
from tasks.stage_words import at_work_words, without_seed

PROGRESS_VARIABLE = "FILM_GENRES_PROGRESS"
"""Unset: nothing is shown; plain: lines alone; any other value: live lines in a terminal."""
LINE_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_LINE = re.compile(r"[\d-]{10} [\d:,]{12} (?P<level>[A-Z]+) +(?P<name>[\w.]+): (?P<message>.*)")
_STYLES = {"WARNING": "yellow", "ERROR": "red", "CRITICAL": "red"}
_LOOK_SECONDS = 0.2
_LIVE_LABELS = {f"train-{branch}": label for branch, label in BRANCH_LABELS.items()}


class LogLine(NamedTuple):
    """One line of ours in a run's log."""

    level: str
    name: str
    message: str


class LogTail:
    """The lines of ours in a log, each once, as they come; other libraries' lines are left out."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._offset = 0

    def new_lines(self) -> Iterator[LogLine]:
        """Yield the whole lines that were written since the last call."""
        with contextlib.suppress(FileNotFoundError), self._log.open("rb") as stream:
            stream.seek(self._offset)
            for line in stream:
                if not line.endswith(b"\n"):  # the rest of it is still to come
                    break
                self._offset += len(line)
                if found := _LINE.match(line.decode("utf-8", errors="replace")):
                    yield LogLine(**found.groupdict())


@contextlib.contextmanager
def shown_on_terminal(folder: RunFolder) -> Iterator[None]:
    """Show the run on standard output while the block lasts, where the environment asks for it."""
    wanted = os.environ.get(PROGRESS_VARIABLE)
    if not wanted:
        yield
        return
    console = Console(highlight=False, markup=False, emoji=False)
    live = wanted != "plain" and console.is_terminal and not console.is_dumb_terminal
    with _live_lines(console, folder) if live else _plain_lines(console, folder):
        yield


@contextlib.contextmanager
def _plain_lines(console: Console, folder: RunFolder) -> Iterator[None]:
    tail = LogTail(folder.log)

    def look() -> None:
        for line in tail.new_lines():
            _print(console, line)

    with _repeated(look):
        yield


@contextlib.contextmanager
def _live_lines(console: Console, folder: RunFolder) -> Iterator[None]:
    tail = LogTail(folder.log)
    spinner = Spinner("dots")
    with Live(console=console, auto_refresh=False, transient=True) as live:
        # Live hides the cursor, and a process that is killed could not bring it back.
        console.show_cursor()

        def look() -> None:
            for line in tail.new_lines():
                if line.name != SHOWN_LIVE:
                    _print(console, line)
            live.update(_lines(spinner, stages_at_work(folder)), refresh=True)

        with _repeated(look):
            yield


def _lines(spinner: Spinner, stages: list[StageAtWork]) -> Text:
    now = time.time()
    turning = str(spinner.render(now))
    lines = [f"{turning} {live_line(stage, now)}" for stage in stages]
    return Text("\n".join(lines), no_wrap=True, overflow="ellipsis")


def live_line(stage: StageAtWork, now: float) -> str:
    """Return how far a stage is at a moment of Unix time, in one line of under 80 columns."""
    if stage.epochs == 0:
        return f"{at_work_words(stage.stage)}, {_clock(now - stage.started)}"
    name, seed = without_seed(stage.stage)
    label, last, left = f"{_LIVE_LABELS[name]}{seed}", stage.last, stage.seconds_left(now)
    if last is None or left is None:
        return f"{label}: first of {stage.epochs} epochs, {_clock(now - stage.started)}"
    return (
        f"{label}: {last.epoch} of {stage.epochs} epochs, loss {last.loss:.3f}, "
        f"validation {last.val_loss:.3f}, {_clock(left)} left"
    )


def _clock(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds))).removeprefix("0:")


def _print(console: Console, line: LogLine) -> None:
    console.print(line.message, style=_STYLES.get(line.level), soft_wrap=True)


@contextlib.contextmanager
def _repeated(look: Callable[[], None]) -> Iterator[None]:
    """Call a function again and again in the background while the block lasts, and once after."""
    ended = threading.Event()

    def repeat() -> None:
        # Nobody reads any more: the run goes on for its files.
        with contextlib.suppress(BrokenPipeError):
            while not ended.wait(_LOOK_SECONDS):
                look()
            look()

    thread = threading.Thread(target=repeat, name="terminal", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
