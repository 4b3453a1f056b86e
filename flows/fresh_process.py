"""A call in a process of its own, on whichever machine: TensorFlow has to start in a fresh one.

python -m flows.fresh_process PARENT DESCRIPTOR, with an errand on standard input; the answer goes
to the descriptor. Not multiprocessing, whose processes a Dask worker under a nanny may not have.
"""

import contextlib
import os
import pickle
import subprocess
import sys
import threading
import time
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cloudpickle

from data_contracts.errors import ServiceError
from stages.code_version import checkout_digest
from storage.run_life import is_alive
from storage.runs import RunFolder
from tasks.context import PARENT_CHECK_SECONDS, WORKER_VARIABLE, start_worker_process


@dataclass(frozen=True)
class Errand:
    """A call to be made elsewhere, and what it is a part of.

    run: the run's folder. code: the digest of the source that it must be made with. call: a
    callable without arguments, pickled by cloudpickle.
    """

    run: str
    code: str
    call: bytes


@dataclass(frozen=True)
class _Answer:
    value: Any = None
    error: BaseException | None = None


def run_fresh(errand: Errand, worker: str) -> object:
    """Make the errand's call in a new process, and return or raise what it returns or raises.

    worker: what the machine is called in records.

    Raises BrokenProcessPool where the process is killed, ServiceError where the source on this
    machine is another than the errand's.
    """
    receiver, sender = os.pipe()
    words = (sys.executable, "-m", "flows.fresh_process", str(os.getpid()), str(sender))
    # What Prefect prints would stand in the run's log beside the same line of ours.
    quiet = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL"}
    environment = {**quiet, **os.environ, WORKER_VARIABLE: worker}
    with (
        os.fdopen(receiver, "rb") as stream,
        subprocess.Popen(words, stdin=subprocess.PIPE, pass_fds=(sender,), env=environment) as new,
    ):
        os.close(sender)
        _hand_over(errand, new)
        content = stream.read()
    if new.returncode != 0 or not content:
        raise BrokenProcessPool(f"{worker}: a process ended with {new.returncode}")
    answer: _Answer = cloudpickle.loads(content)
    if answer.error is not None:
        raise answer.error
    return answer.value


def _hand_over(errand: Errand, process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is None:
        raise ValueError("the process must have a pipe as its standard input, got none")
    # One that is killed before it has read everything says so by its end.
    with contextlib.suppress(BrokenPipeError), process.stdin:
        process.stdin.write(pickle.dumps(errand))


def main() -> None:
    """Read an errand, carry it out, and write the answer."""
    parent, descriptor = map(int, sys.argv[1:])
    errand: Errand = pickle.loads(sys.stdin.buffer.read())
    run = RunFolder(Path(errand.run))
    start_worker_process(str(run.log), parent)
    threading.Thread(target=_end_with_run, args=(run,), daemon=True).start()
    answer = _carry_out(errand)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(cloudpickle.dumps(answer))


def _carry_out(errand: Errand) -> _Answer:
    try:
        _check_code(errand.code)
        return _Answer(value=cloudpickle.loads(errand.call)())
    except BaseException as error:  # noqa: BLE001 (raised where the call was asked for)
        return _Answer(error=error)


def _check_code(wanted: str) -> None:
    found = checkout_digest()
    if found != wanted:
        raise ServiceError(other_code(os.environ.get(WORKER_VARIABLE, "a worker"), found, wanted))


def other_code(worker: str, found: str, wanted: str) -> str:
    """Return the sentence about a worker whose source differs."""
    return (
        f"{worker}: a worker must run the same code as the command, {wanted[:12]}, got "
        f"{found[:12]}; bring its checkout to the same version"
    )


def _end_with_run(run: RunFolder) -> None:
    """End this process when the run's own machine has given the run up."""
    while is_alive(run):
        time.sleep(PARENT_CHECK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    # Under its own name: what is pickled here is looked up by it.
    from flows.fresh_process import main as run_errand

    run_errand()
