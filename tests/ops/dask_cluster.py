"""A Dask scheduler and workers on the loopback, started as a person starts them."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.ops.service_under_test import ROOT, free_port, until

DASK = (sys.executable, "-m", "dask")


class Cluster:
    """What is up, and where its logs are. Each process leads a group, to be killed as a machine."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.folder = folder
        self.environment = environment
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start_scheduler(self) -> None:
        port = self.address.rpartition(":")[2]
        self._start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", port)
        self._until_said("scheduler", "Scheduler at:")

    def start_workers(self, *names: str, home: Path = ROOT) -> None:
        for name in names:
            words = (self.address, "--host", "127.0.0.1", "--nthreads", "1", "--name", name)
            self._start(name, "worker", *words, home=home)
        for name in names:
            self._until_said(name, "Registered to:")

    def kill(self, name: str) -> None:
        """Kill a worker with its nanny and all that it started, as when its machine goes down."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def _start(self, name: str, *words: str, home: Path = ROOT) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                (*DASK, *words, "--no-dashboard"),
                cwd=home,
                env={**self.environment, "PYTHONPATH": str(home)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _until_said(self, name: str, words: str) -> None:
        until(lambda: words in self.log(name), f"{name} does not start")


@contextlib.contextmanager
def dask_cluster(folder: Path, environment: dict[str, str], *workers: str) -> Iterator[Cluster]:
    """Yield a cluster with workers of these names; nothing of it is left when the block ends."""
    cluster = Cluster(folder, environment)
    try:
        cluster.start_scheduler()
        cluster.start_workers(*workers)
        yield cluster
    finally:
        for name in list(cluster.processes):
            cluster.kill(name)
