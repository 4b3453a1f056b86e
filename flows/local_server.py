"""A Prefect server for the time of one command, where none is configured."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from prefect.context import refresh_global_settings_context
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.settings import get_current_settings

from data_contracts.errors import ConfigError

API_VARIABLE = "PREFECT_API_URL"
START_SECONDS = 120


@contextlib.contextmanager
def local_server() -> Iterator[str]:
    """Yield the address of a Prefect API, started here unless one is configured.

    The server and its pages run on the loopback, from this user's Prefect database, and end with
    this process, however that ends. Raises ConfigError where it does not start.
    """
    configured = get_current_settings().api.url
    if configured is not None:
        yield configured
        return
    port = _free_port()
    api = f"http://127.0.0.1:{port}/api"
    log_file = get_current_settings().home / "film-genres-server.log"
    log_file.parent.mkdir(parents=True, exist_ok=True)
    with log_file.open("ab") as log, _server_process(port, log.fileno()) as server:
        _wait_for(api, server, log_file)
        # Threads and spawned branches look the server up in the process's settings; one that
        # finds none there would start another server, which nobody ends.
        os.environ[API_VARIABLE] = api
        refresh_global_settings_context()
        try:
            yield api
        finally:
            _send_what_waits()
            del os.environ[API_VARIABLE]
            refresh_global_settings_context()


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


def _send_what_waits() -> None:
    # Both workers send in the background: a server that ends before them loses their last lines.
    APILogWorker.instance().drain()
    EventsWorker.drain_all()


def _wait_for(api: str, server: "subprocess.Popen[bytes]", log_file: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{api}/health", timeout=2).is_success:
                return
        time.sleep(0.2)
    raise ConfigError(
        f"{log_file}: Prefect's server did not start within {START_SECONDS} s; its last lines "
        f"there say why, or name a running server in {API_VARIABLE}"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
