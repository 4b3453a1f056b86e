"""The start of a Prefect server: one at a time, and watched until it answers."""

import contextlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from prefect.settings import get_current_settings

from data_contracts.errors import ServiceError
from storage.locks import locked

API_VARIABLE: Final = "PREFECT_API_URL"
START_SECONDS: Final = 300
_ERROR: Final = re.compile(r"^(?:[\w.]+\.)?\w*(?:Error|Exception)\b.*|^ERROR: .*", re.MULTILINE)


@contextlib.contextmanager
def one_start_at_a_time() -> Iterator[None]:
    """Hold the turn to start a server while the block runs, waiting for it first.

    A server makes and upgrades the tables of its database as it starts. Two at once on one
    database would both add the same column, and one of them would fail: it has to start after
    the other has answered.
    """
    with locked(get_current_settings().home / "film-genres-server.lock"):
        yield


@dataclass(frozen=True)
class StartedServer:
    """A server that was started here.

    api: its address; log_file: where it writes; log_start: bytes there from before it; runs:
    tells whether its process still runs.
    """

    api: str
    log_file: Path
    log_start: int
    runs: Callable[[], bool]

    def wait(self) -> None:
        """Return once it answers.

        Raises ServiceError, which has the error that it ended with, where it ends or takes
        longer than START_SECONDS.
        """
        if answers_within(START_SECONDS, self.api, self.runs):
            return
        what = f"did not answer within {START_SECONDS} s" if self.runs() else "ended as it started"
        raise ServiceError(
            f"{self.log_file}: Prefect's server {what} ({self._cause()}); mend that, or name a "
            f"running server in {API_VARIABLE}"
        )

    def _cause(self) -> str:
        with self.log_file.open("rb") as log:
            log.seek(self.log_start)
            said = log.read().decode("utf-8", errors="replace")
        errors = [line for line in _ERROR.findall(said) if "startup failed" not in line]
        lines = errors or said.split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
        return last[:400]


def answers_within(seconds: float, api: str, runs: Callable[[], bool] = lambda: True) -> bool:
    """Wait until a Prefect API answers; give up after so long, or when it runs no more."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and runs():
        if answers(api):
            return True
        time.sleep(0.2)
    return False


def answers(api: str) -> bool:
    """Tell whether a Prefect API at this address answers."""
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"{api}/health", timeout=5).is_success
    return False


def size_of(log_file: Path) -> int:
    """Return the bytes of a log; 0 where there is none yet."""
    return log_file.stat().st_size if log_file.exists() else 0
