"""A Prefect server, a worker and the deployments, up in one command and down in another."""

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from prefect.context import refresh_global_settings_context
from prefect.settings import get_current_settings

from data_contracts.errors import ServiceError
from data_contracts.service import Service, ServiceProcess
from flows.deployments import POOL, Deployed, deploy
from flows.server_start import (
    API_VARIABLE,
    StartedServer,
    answers,
    answers_within,
    one_start_at_a_time,
    size_of,
)
from flows.service_processes import end, end_marked, is_up, start
from storage.atomic import write_text
from storage.locks import locked
from storage.runs import Workspace, read_model

PREFECT: Final = (sys.executable, "-m", "prefect")
CONFIGURED_SECONDS: Final = 30
MARK_VARIABLE: Final = "FILM_GENRES_SERVICE"
"""Says of a process which workspace's worker, or run of it, it is."""

SERVER_SETTINGS: Final = {
    # In memory, the turns of data sets would stay taken when the server ends under a study.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
        "prefect.server.concurrency.lease_storage.filesystem"
    ),
}


def bring_up(workspace: Workspace, wanted: Deployed, port: int | None) -> Service:
    """Start what does not run yet of server, deployments and worker; return what runs.

    A configured server (PREFECT_API_URL) is used as it is; otherwise one is started on the
    loopback, with its database in Prefect's home.

    Raises ServiceError where something does not start.
    """
    folder = workspace.service
    with locked(folder / "lock"):
        known = _read(workspace)
        if known is not None and is_up(known.worker) and answers(known.api):
            return known
        if known is not None:
            _end_worker(known.worker, folder)
        service = _with_server(known, workspace, port)
        _write(workspace, service)
        with _configured(service.api):
            deploy(workspace, wanted)
        service = service.model_copy(update={"worker": _start_worker(service.api, folder)})
        _write(workspace, service)
        return service


def bring_down(workspace: Workspace) -> bool:
    """End the worker and the server that bring_up started; return whether there were any.

    A study under way ends as crashed; started again, it goes on from its last finished epoch.
    """
    with locked(workspace.service / "lock"):
        service = _read(workspace)
        if service is None:
            return False
        _end_worker(service.worker, workspace.service)
        if service.server is not None:
            end(service.server)
        (workspace.service / "state.json").unlink()
        return True


def _end_worker(worker: ServiceProcess | None, folder: Path) -> None:
    # Its runs first: they tell the server how they ended. Then those that it started meanwhile.
    mark = str(folder.resolve())
    end_marked(MARK_VARIABLE, mark, spared=worker.pid if worker is not None else None)
    if worker is not None:
        end(worker)
    end_marked(MARK_VARIABLE, mark, spared=None)


def _with_server(known: Service | None, workspace: Workspace, port: int | None) -> Service:
    """Return the service with its server up and no worker."""
    if known is not None and answers(known.api):
        return known.model_copy(update={"worker": None})
    if known is not None and known.server is not None:
        end(known.server)
    configured = get_current_settings().api.url
    if configured is not None:
        if not answers_within(CONFIGURED_SECONDS, configured):
            raise ServiceError(
                f"{configured}: no Prefect server answers there; start it, or unset {API_VARIABLE}"
            )
        return Service(api=configured)
    with one_start_at_a_time():
        return _start_server(workspace.service, port if port is not None else _port())


def _start_server(folder: Path, port: int) -> Service:
    log_file = folder / "server.log"
    log_start = size_of(log_file)
    process = start(
        (*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port)),
        # The address of a run's page is in what the webhook is told.
        {
            **SERVER_SETTINGS,
            "PREFECT_SERVER_API_PORT": str(port),
            "PREFECT_UI_URL": f"http://127.0.0.1:{port}",
        },
        log_file,
    )
    service = Service(api=f"http://127.0.0.1:{port}/api", server=process)
    try:
        StartedServer(service.api, log_file, log_start, lambda: is_up(process)).wait()
    except ServiceError:
        end(process)
        raise
    return service


def _start_worker(api: str, folder: Path) -> ServiceProcess:
    return start(
        (*PREFECT, "worker", "start", "--pool", POOL),
        {API_VARIABLE: api, MARK_VARIABLE: str(folder.resolve())},
        folder / "worker.log",
    )


def _port() -> int:
    """Return Prefect's configured port where it is free, else any free one."""
    for port in (get_current_settings().server.api.port, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            found: int = probe.getsockname()[1]
            return found
    raise ServiceError("the loopback has no free port; end some of what listens there")


@contextlib.contextmanager
def _configured(api: str) -> Iterator[None]:
    before = os.environ.get(API_VARIABLE)
    os.environ[API_VARIABLE] = api
    refresh_global_settings_context()
    try:
        yield
    finally:
        os.environ.pop(API_VARIABLE)
        if before is not None:
            os.environ[API_VARIABLE] = before
        refresh_global_settings_context()


def _read(workspace: Workspace) -> Service | None:
    path = workspace.service / "state.json"
    return read_model(path, Service) if path.is_file() else None


def _write(workspace: Workspace, service: Service) -> None:
    write_text(workspace.service / "state.json", service.model_dump_json(indent=2))
