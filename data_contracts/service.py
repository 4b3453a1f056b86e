"""What runs for a workspace: a Prefect server and a worker, started by `film-genres ui`."""

from pydantic import Field

from data_contracts.base import FrozenModel


class ServiceProcess(FrozenModel):
    """A process of the service, leader of a process group of its own."""

    pid: int = Field(ge=1)
    started: str = Field(description="When the system started it: a pid may be another's by now.")


class Service(FrozenModel):
    """The contents of service/state.json in a workspace.

    server is none where the server was there already, at a configured address.
    """

    schema_version: int = 1
    api: str = Field(description="Address of the Prefect API.")
    server: ServiceProcess | None = None
    worker: ServiceProcess | None = None

    @property
    def pages(self) -> str:
        """Return the address that a browser opens."""
        return self.api.removesuffix("/api")
