"""Where a study's tasks run: on this machine, or on the workers of a Dask cluster."""

import re
from typing import Final, Literal

from pydantic import Field, model_validator

from data_contracts.base import FrozenModel

EngineName = Literal["local", "dask"]
_ADDRESS: Final = re.compile(r"(tcp|tls)://[^\s/]+:\d{1,5}")


class Engine(FrozenModel):
    """What carries the tasks of a study out; no result depends on it."""

    name: EngineName = Field(
        "local", description="local: processes of this machine; dask: workers of a Dask cluster."
    )
    address: str | None = Field(
        None, description="The Dask scheduler, as tcp://host:port or tls://host:port."
    )

    @model_validator(mode="after")
    def _names_a_scheduler_where_it_needs_one(self) -> "Engine":
        if self.name == "local" and self.address is not None:
            raise ValueError(
                f"the engine 'local' has no scheduler, got the address {self.address!r}: leave it "
                f"out, or choose the engine 'dask'"
            )
        if self.name == "dask" and not _ADDRESS.fullmatch(self.address or ""):
            raise ValueError(
                f"the engine 'dask' needs its scheduler's address, such as tcp://host:8786, got "
                f"{self.address!r}: give it with --dask-address"
            )
        return self


LOCAL: Final = Engine()
