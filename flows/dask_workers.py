"""The workers of a Dask cluster: whether they are there, and alike to this machine."""

import contextlib
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from data_contracts.errors import ConfigError, ServiceError
from flows.fresh_process import other_code
from stages.code_version import checkout_digest, run_versions
from storage.shared_folder import problem_with, shown_to_others

if TYPE_CHECKING:
    from distributed import Client

CONNECT_SECONDS: Final = 10
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Machine:
    """What decides whether a machine may work for a run.

    code: digest of our source. versions: by library. folder: what is wrong with the workspace.
    api: whether it reaches Prefect's server; asked of workers alone.
    """

    code: str
    versions: Mapping[str, str]
    folder: str | None = None
    api: bool = True


def require_dask() -> None:
    """Raise ConfigError where the packages of the extra dask are not installed."""
    if find_spec("prefect_dask") is None or find_spec("distributed") is None:
        raise ConfigError(
            "the engine 'dask' needs packages that are not installed; "
            "pip install 'film-genre-study[dask]' brings them"
        )


def check_workers(address: str, workspace: Path, api: str | None = None) -> None:
    """Look whether all of a scheduler's workers may work for a run.

    api: address of Prefect's server, which they must reach, where it is known already.

    Raises ConfigError where the extra dask is not installed; ServiceError where the scheduler does
    not answer or has no workers, and where a worker has other code or libraries, or does not share
    the workspace under the same path.
    """
    require_dask()
    here = Machine(checkout_digest(), _versions())
    with connected(address) as client, shown_to_others(workspace) as mark:
        found = client.run(look_around, str(mark), api, on_error="return")
    if not found:
        raise ServiceError(
            f"{address}: the scheduler must have at least one worker, got none; start one on each "
            f"machine with `dask worker {address}`"
        )
    for worker, machine in found.items():
        if (refused := refusal(worker, machine, here, workspace, api)) is not None:
            raise ServiceError(refused)


@contextlib.contextmanager
def connected(address: str) -> Iterator["Client"]:
    """Yield a client of the scheduler. Raises ServiceError where none answers."""
    from distributed import Client

    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ServiceError(
            f"{address}: no Dask scheduler answers there within {CONNECT_SECONDS} s; start one "
            f"with `dask scheduler`, or correct --dask-address"
        ) from error
    with client:
        yield client


def look_around(mark: str, api: str | None) -> Machine:
    """Return what this machine is like; called on each worker."""
    return Machine(
        code=checkout_digest(),
        versions=_versions(),
        folder=problem_with(Path(mark)),
        api=api is None or _reaches(api),
    )


def refusal(
    worker: str, found: Machine | BaseException, here: Machine, workspace: Path, api: str | None
) -> str | None:
    """Return why a worker may not work for a run, as a sentence; None where it may.

    found: what it is like, or why it could not say so.
    """
    if not isinstance(found, Machine):
        return (
            f"{worker}: a worker must have film-genre-study installed, and it cannot be asked "
            f"({type(found).__name__}: {found}); install the same version there"
        )
    if found.code != here.code:
        return other_code(worker, found.code, here.code)
    for library, wanted in here.versions.items():
        if (installed := found.versions.get(library)) != wanted:
            return (
                f"{worker}: a worker must have the same {library} as the command, {wanted}, got "
                f"{installed}; install both from the same lock file"
            )
    if found.folder is not None:
        return (
            f"{worker}: a worker must share the workspace {workspace.resolve()}, and it "
            f"{found.folder}; mount the same folder there under the same path"
        )
    if not found.api:
        return (
            f"{worker}: a worker must reach Prefect's server at {api}, and it does not; start a "
            f"server that all machines reach, and name it in PREFECT_API_URL"
        )
    return None


def _versions() -> dict[str, str]:
    libraries = {name: version(name) for name in ("cloudpickle", "dask", "distributed")}
    return {**run_versions(), **libraries}


def _reaches(api: str) -> bool:
    parts = urlsplit(api)
    port = parts.port or _PORTS.get(parts.scheme, 80)
    try:
        with socket.create_connection((parts.hostname or "", port), timeout=CONNECT_SECONDS):
            return True
    except OSError:
        return False
