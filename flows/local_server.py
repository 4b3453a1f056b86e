"""A Prefect server for the time of one command, where none is configured."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator

from prefect.context import refresh_global_settings_context
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.settings import get_current_settings

from flows.server_start import API_VARIABLE, StartedServer, one_start_at_a_time, size_of


@contextlib.contextmanager
def local_server() -> Iterator[str]:
    """Yield the address of a Prefect API, started here unless one is configured.

    The server and its pages run on the loopback, from this user's Prefect database, and end with
    this process, however that ends. Commands that start at once start their servers one after
    the other. Raises ServiceError where one does not start.
    """
    configured = get_current_settings().api.url
    if configured is not None:
        yield configured
        return
    with contextlib.ExitStack() as running:
        with one_start_at_a_time():
            api = running.enter_context(_server())
        # Threads and branches look the server up in the process's settings; one that
        # finds none there would start another server, which nobody ends.
        os.environ[API_VARIABLE] = api
        refresh_global_settings_context()
        try:
            yield api
        finally:
            send_what_waits()
            del os.environ[API_VARIABLE]
            refresh_global_settings_context()


@contextlib.contextmanager
def _server() -> Iterator[str]:
    """Yield the address of a server of its own, which answers."""
    port = _free_port()
    api = f"http://127.0.0.1:{port}/api"
    log_file = get_current_settings().home / "film-genres-server.log"
    log_start = size_of(log_file)
    with log_file.open("ab") as log, _server_process(port, log.fileno()) as process:
        StartedServer(api, log_file, log_start, lambda: process.poll() is None).wait()
        yield api


@contextlib.contextmanager
def _server_process(port: int, log: int) -> Iterator["subprocess.Popen[bytes]"]:
    server = (sys.executable, "-m", "prefect", "server", "start", "--port", str(port))
    with subprocess.Popen(
        [sys.executable, "-m", "flows.bound_process", *server],
        env={**os.environ, "PREFECT_SERVER_API_PORT": str(port)},
        stdout=log,
        stderr=log,
        start_new_session=True,  # Ctrl-C is the command's to handle, which then ends the server
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def send_what_waits() -> None:
    """Wait until the server has this process's last log lines and events."""
    # Both workers send in the background: a server that ends before them loses their last lines.
    APILogWorker.instance().drain()
    EventsWorker.drain_all()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
