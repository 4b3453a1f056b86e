"""What a Prefect server is told of the project: pool, variables, deployments, automations."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import VariableCreate, WorkPoolCreate
from prefect.exceptions import ObjectNotFound
from prefect.workers.process import ProcessWorker

from data_contracts.config import Preset
from data_contracts.errors import ServiceError
from flows.automations import ensure_automations
from storage.runs import Workspace

POOL: Final = "films"
HOME: Final = Path(__file__).parents[1]


@dataclass(frozen=True)
class Deployed:
    """What the schedules study, and who is told.

    data: their data set, None for the sample films. webhook: the address that hears of failures,
    verdicts that change and refused promotions.
    """

    data: str | None
    preset: Preset
    webhook: str | None


def deploy(workspace: Workspace, wanted: Deployed) -> None:
    """Make the work pool, the variables, the deployments and the automations on the server.

    Variables that are there keep their values.

    Raises ServiceError where prefect.yaml is not there or does not deploy.
    """
    variables = {
        "film_genres_data": wanted.data,
        "film_genres_workspace": str(workspace.root.resolve()),
        "film_genres_preset": wanted.preset,
    }
    with get_client(sync_client=True) as client:
        _ensure_pool(client)
        for name, value in variables.items():
            if client.read_variable_by_name(name) is None:
                client.create_variable(VariableCreate(name=name, value=value))
        _deploy_all()
        ensure_automations(client, wanted.webhook)


def _ensure_pool(client: SyncPrefectClient) -> None:
    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        pool = WorkPoolCreate(name=POOL, type=ProcessWorker.type, base_job_template=template)
        client.create_work_pool(pool)


def _deploy_all() -> None:
    if not (HOME / "prefect.yaml").is_file():
        raise ServiceError(
            f"{HOME}: there is no prefect.yaml; deployments are made from a checkout of the "
            f"project, installed with `make install`"
        )
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())[-400:]
        raise ServiceError(f"{HOME / 'prefect.yaml'}: it does not deploy ({said})")
