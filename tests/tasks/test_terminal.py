"""A run's lines on a terminal, drawn by a process on a real pseudo-terminal, and elsewhere."""

import logging
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from data_contracts.at_work import StageAtWork
from storage.runs import RunFolder
from tasks.at_work import at_work
from tasks.context import followed_logs
from tasks.stage_words import at_work_words
from tasks.terminal import LogLine, LogTail, live_line, shown_on_terminal
from tests.tasks.epochs import THIRD

ROOT = Path(__file__).parents[2]
RUN = """
import logging, subprocess, sys, time
from pathlib import Path
from storage.runs import RunFolder
from tasks.context import followed_logs
from tasks.terminal import shown_on_terminal
folder = RunFolder(Path(sys.argv[1]))
folder.path.mkdir()
log = logging.getLogger("tasks.any")
with followed_logs(folder.log), shown_on_terminal(folder):
    log.info("the parent's line")
    branch = subprocess.Popen([sys.executable, "-c", sys.argv[2], sys.argv[1]])
    branch.wait()
    time.sleep(1)
    log.warning("a line after the branch was killed")
    log.info("x" * 200)
print("ended")
"""
BRANCH = f"""
import logging, os, sys, time
from pathlib import Path
from data_contracts.training_record import EpochRecord
from storage.runs import RunFolder
from tasks.at_work import at_work, note_epoch
from tasks.context import start_worker_process
folder = RunFolder(Path(sys.argv[1]))
start_worker_process(str(folder.log), os.getppid())
print("noise of a library", flush=True)
with at_work(folder, "train-cnn"):
    epoch = EpochRecord.model_validate_json('''{THIRD.model_dump_json()}''')
    note_epoch(folder, "train-cnn", epoch, 13)
    logging.getLogger("tasks.live").info("epoch 3 of 13")
    logging.getLogger("stages.any").info("the branch's line")
    time.sleep(2)
    os.kill(os.getpid(), 9)
"""
LIVE = "CNN on posters: 3 of 13 epochs, loss 0.312, validation 0.300, "


def on_a_terminal(folder: Path, variable: str) -> str:
    """Return all bytes that the run writes to a terminal of 80 columns."""
    parent, child = pty.openpty()
    environment = {
        **os.environ,
        "DO_NOT_TRACK": "1",  # as the command line sets it
        "FILM_GENRES_PROGRESS": variable,
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # this too
        "TERM": "xterm-256color",
        "COLUMNS": "80",
        "LINES": "24",
    }
    command = [sys.executable, "-c", RUN, str(folder), BRANCH]
    with subprocess.Popen(
        command, stdin=child, stdout=child, stderr=child, cwd=ROOT, env=environment
    ) as process:
        os.close(child)
        written = b""
        while chunk := read(parent):
            written += chunk
    os.close(parent)
    assert process.returncode == 0
    return written.decode()


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # what Linux says when the other side is closed
        return b""


def what_stays(written: str) -> list[str]:
    """Return the lines that are left on a screen, by the few sequences that are used here."""
    lines, row = [""], 0
    for token in re.findall(r"\x1b\[\??\d*[;\d]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", written):
        if token == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif token == "\x1b[2K":
            lines[row] = ""
        elif token.startswith("\x1b[") and token.endswith("A"):
            row -= int(token[2:-1] or 1)
        elif token != "\r" and not token.startswith("\x1b"):
            lines[row] += token
    return [line for line in lines if line]


def test_a_terminal_shows_a_live_line_a_branch_that_no_other_line_tears(tmp_path: Path):
    written = on_a_terminal(tmp_path / "run", "live")

    assert what_stays(written) == [
        "the parent's line",
        "the branch's line",
        "a line after the branch was killed",
        "x" * 200,
        "ended",
    ]
    shown = [line for line in re.split(r"[\r\n]", written) if LIVE in line]
    lefts = re.findall(re.escape(LIVE) + r"(\d\d:\d\d) left", written)
    assert len(shown) == len(lefts) > 5
    assert lefts == sorted(lefts, reverse=True)
    # The cursor is back at once: a command that is killed could not see to it later.
    assert written.count("\x1b[?25l") == written.count("\x1b[?25l\x1b[?25h") == 1


def test_plain_lines_on_a_terminal_when_asked_for(tmp_path: Path):
    written = on_a_terminal(tmp_path / "run", "plain")

    lines = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in written.splitlines()]
    assert lines == [
        "the parent's line",
        "epoch 3 of 13",
        "the branch's line",
        "a line after the branch was killed",
        "x" * 200,
        "ended",
    ]


@pytest.mark.parametrize("variable", ["live", "plain"])
def test_plain_lines_where_there_is_no_terminal(tmp_path: Path, capsys, monkeypatch, variable):
    monkeypatch.setenv("FILM_GENRES_PROGRESS", variable)
    folder = RunFolder(tmp_path)

    with (
        followed_logs(folder.log),
        shown_on_terminal(folder),
        at_work(folder, "train-cnn"),
    ):
        logging.getLogger("tasks.live").info("epoch 1 [of 2]")

    assert capsys.readouterr().out == "epoch 1 [of 2]\n"


def test_nothing_is_shown_unless_it_is_asked_for(tmp_path: Path, capsys, monkeypatch):
    monkeypatch.delenv("FILM_GENRES_PROGRESS", raising=False)
    folder = RunFolder(tmp_path)

    with followed_logs(folder.log), shown_on_terminal(folder):
        logging.getLogger("tasks.any").info("within")

    assert capsys.readouterr().out == ""


def test_a_log_is_read_line_by_line_without_what_other_libraries_say(tmp_path: Path):
    log = tmp_path / "run.log"
    tail = LogTail(log)
    assert list(tail.new_lines()) == []
    first = "2026-11-22 22:12:01,123 INFO    tasks.any: one\n"
    log.write_text(f"I0000 tensorflow says hello\n{first}Traceback:\n  File\n{first[:30]}")

    assert list(tail.new_lines()) == [LogLine("INFO", "tasks.any", "one")]
    assert list(tail.new_lines()) == []

    with log.open("a") as stream:
        stream.write(first[30:])
    assert list(tail.new_lines()) == [LogLine("INFO", "tasks.any", "one")]


def test_a_live_line_fits_a_narrow_terminal_and_counts_down():
    training = StageAtWork(stage="train-lstm", started=0, updated=100, epochs=100, last=THIRD)

    line = live_line(training, now=110)

    assert len(f". {line}") <= 80
    assert line.startswith("LSTM on overviews: 3 of 100 epochs")
    assert line.endswith("48:20 left")
    assert live_line(training, now=1e6).endswith("0:00 left")


def test_a_live_line_says_what_a_stage_does_before_it_has_more_to_tell():
    stage = StageAtWork(stage="ingest-source", started=0, updated=0)
    training = StageAtWork(stage="train-cnn", started=0, updated=0, epochs=40)
    new = StageAtWork(stage="another-stage", started=0, updated=0)

    assert live_line(stage, 65) == "ingest-source: taking a snapshot of the films, 01:05"
    assert live_line(training, 5) == "CNN on posters: first of 40 epochs, 00:05"
    assert live_line(new, 5) == "another-stage, 00:05"
    of_seed = training.model_copy(update={"stage": "train-cnn-seed-2"})
    assert live_line(of_seed, 5) == "CNN on posters, seed 2: first of 40 epochs, 00:05"
    assert at_work_words("train-cnn-seed-2").endswith("training the CNN on posters, seed 2")
