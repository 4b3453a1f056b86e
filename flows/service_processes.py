"""Processes that outlive the command that starts them, and end with all that they started."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from data_contracts.service import ServiceProcess

_END_SECONDS: Final = 30
_PROC: Final = Path("/proc")


def start(
    command: tuple[str, ...], environment: Mapping[str, str], log_file: Path
) -> ServiceProcess:
    """Start a command in a process group of its own, its output appended to log_file."""
    log_file.parent.mkdir(parents=True, exist_ok=True)
    append = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    # Not subprocess, which warns of a process that outlives the object that stands for it.
    pid = os.posix_spawn(
        command[0],
        command,
        {**os.environ, **environment},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log_file), append, 0o644),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
        # Prefect's worker ends by it, and a script's background jobs inherit that it is ignored.
        setsigdef=(signal.SIGINT,),
    )
    return ServiceProcess(pid=pid, started=_started(pid) or "")


def is_up(process: ServiceProcess | None) -> bool:
    """Tell whether the process runs, and not another that was given its number since."""
    return process is not None and _started(process.pid) == process.started


def end(process: ServiceProcess) -> None:
    """End a process and all of its group: asked first, killed where they do not listen."""
    _end(lambda: list(_group(process.pid)))


def end_marked(name: str, value: str, *, spared: int | None) -> None:
    """End all processes that were started with this environment variable, as end does, but one.

    A worker's runs have process groups of their own, and outlive a worker that was killed. Where
    the system does not tell of processes' environments, nothing is ended: a worker that ends in
    order ends its runs.
    """
    mark = f"{name}={value}".encode()
    _end(lambda: [pid for pid in _pids() if pid != spared and mark in _environment(pid)])


def _end(find: Callable[[], list[int]]) -> None:
    for wish in (signal.SIGTERM, signal.SIGKILL):
        # Those that lead a group first: a run should hear of its end before its branches go.
        for pid in sorted(find(), key=_leads, reverse=True):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, wish)
        deadline = time.monotonic() + _END_SECONDS
        while find() and time.monotonic() < deadline:
            time.sleep(0.1)


def _leads(pid: int) -> bool:
    try:
        return os.getpgid(pid) == pid
    except ProcessLookupError:
        return False


def _started(pid: int) -> str | None:
    """Return when the system started a process that runs; None where it does not run."""
    fields = _fields(pid)
    if fields is not None:
        return None if fields[0] == "Z" else fields[19]
    if _PROC.is_dir():
        return None
    done = subprocess.run(
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or None


def _group(leader: int) -> Iterator[int]:
    """Yield the processes of a group that run; where the system does not list them, its leader."""
    if not _PROC.is_dir():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(leader, 0)
            yield leader
        return
    for pid in _pids():
        fields = _fields(pid)
        if fields is not None and fields[2] == str(leader):
            yield pid


def _pids() -> Iterator[int]:
    """Yield the processes that run; none where the system does not list them."""
    for folder in _PROC.glob("[0-9]*"):
        fields = _fields(int(folder.name))
        if fields is not None and fields[0] != "Z":
            yield int(folder.name)


def _environment(pid: int) -> list[bytes]:
    try:
        return (_PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:  # gone, or somebody else's
        return []


def _fields(pid: int) -> list[str] | None:
    """Return the fields of /proc/PID/stat from the state on: see proc_pid_stat(5)."""
    try:
        content = (_PROC / str(pid) / "stat").read_text(errors="replace")
    except OSError:
        return None
    return content.rpartition(")")[2].split()
