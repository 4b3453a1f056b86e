"""The project's service, started as a person starts it, with a home and ports of its own."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import UUID

import httpx

COMMAND = (sys.executable, "-c", "from flows.cli import main; main()")
ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 600
FINAL = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment_of(home: Path, **settings: str) -> dict[str, str]:
    """Return this process's environment with a Prefect home and settings of its own."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    return {**own, "PREFECT_HOME": str(home), "PREFECT_CLI_PROMPT": "false", **settings}


def until(
    met: Callable[[], object], what: str | Callable[[], str], seconds: float = PATIENCE_SECONDS
):
    """Wait until something is true and return it; what says what is missing when it never is."""
    deadline = time.monotonic() + seconds
    while not (found := met()):
        assert time.monotonic() < deadline, what() if callable(what) else what
        time.sleep(0.5)
    return found


def processes_of(marker: str) -> list[tuple[int, str]]:
    """Return the processes whose environment has the marker, with their command lines."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if marker in (folder / "environ").read_text(errors="replace"):
                command = (folder / "cmdline").read_text().replace("\0", " ")
                found.append((int(folder.name), command))
    return [(pid, command) for pid, command in found if command]


class Service:
    """A server, a worker and the deployments that are up, and what one asks of them."""

    def __init__(self, folder: Path, films: Path, environment: dict[str, str]) -> None:
        self.workspace = folder / "workspace"
        self.films = films
        self.environment = environment
        self.api = ""

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of film-genres."""
        return subprocess.run(
            (*COMMAND, *arguments, "--output", str(self.workspace)),
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def bring_up(self, *arguments: str) -> str:
        done = self.call("ui", "--data", str(self.films), *arguments)
        assert done.returncode == 0, done.stderr
        self.api = json.loads((self.workspace / "service" / "state.json").read_text())["api"]
        return done.stdout

    def post(self, path: str, **content: object):
        return self._ask("POST", path, json=content)

    def post_list(self, path: str, content: list) -> list:
        return self._ask("POST", path, json=content)

    def delete(self, path: str) -> bool:
        return self._reply("DELETE", path).is_success

    def python(self, code: str) -> None:
        """Run code of the project that talks to this server."""
        subprocess.run(
            (sys.executable, "-c", code),
            cwd=ROOT,
            env={**self.environment, "PREFECT_API_URL": self.api},
            check=True,
        )

    def get(self, path: str):
        return self._ask("GET", path)

    def _ask(self, method: str, path: str, **content: object):
        reply = self._reply(method, path, **content)
        assert reply.is_success, reply.text
        return reply.json()

    def _reply(self, method: str, path: str, **content: object) -> httpx.Response:
        # SQLite is one writer's at a time: a server under load says 503, or nothing for long.
        return until(
            lambda: (
                (
                    said := httpx.request(method, f"{self.api}{path}", timeout=180, **content)
                ).status_code
                != httpx.codes.SERVICE_UNAVAILABLE
                and said
            ),
            f"the server had no time for {path}",
        )

    def deployment(self, name: str) -> dict:
        return self.get(f"/deployments/name/{name}")

    def run(self, name: str, **content: object) -> UUID:
        """Start a run of a deployment and return its id."""
        deployment = self.deployment(name)["id"]
        return self.post(f"/deployments/{deployment}/create_flow_run", **content)["id"]

    def ended(self, run: UUID | str) -> dict:
        """Wait until a run has ended and return its state."""
        return until(
            lambda: (state := self.get(f"/flow_runs/{run}")["state"])["type"] in FINAL and state,
            lambda: f"run {run} did not end; worker.log: {self.log()}",
        )

    def runs(self, deployment: str) -> list[dict]:
        """Return the runs of a deployment, oldest first, those to come left out."""
        found = self.post(
            "/flow_runs/filter",
            deployments={"id": {"any_": [self.deployment(deployment)["id"]]}},
            sort="EXPECTED_START_TIME_DESC",
        )
        return [run for run in reversed(found) if run["state"]["type"] != "SCHEDULED"]

    def events(self, name: str) -> list[dict]:
        found = self.post("/events/filter", filter={"event": {"name": [name]}}, limit=50)
        return found["events"]

    def log(self) -> str:
        """Return what the worker said last."""
        return (self.workspace / "service" / "worker.log").read_text()[-6_000:]


@contextlib.contextmanager
def webhook() -> Iterator[tuple[str, list[dict]]]:
    """Receive webhooks on the loopback: yield the address and what was received."""
    received: list[dict] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(json.loads(body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/secret-token", received
    finally:
        server.shutdown()
        server.server_close()
