"""What `film-genres runs` says of each run."""

from datetime import datetime

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.config import Preset
from data_contracts.references import Branch
from data_contracts.study import RunState


class RunLine(FrozenModel):
    """One run; what a run did not come to is absent.

    maps: mean average precision of each branch's model on the run's own test films.
    """

    run_id: str
    state: RunState
    created: datetime
    preset: Preset | None = None
    data_name: str | None = None
    films: int | None = None
    maps: dict[Branch, float] = Field(default={})
    champion: tuple[Branch, ...] = ()
    error: str | None = None
