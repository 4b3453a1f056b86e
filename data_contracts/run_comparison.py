"""What changed from one run to another, and whether chance suffices to explain it."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.config import Preset
from data_contracts.estimate import Estimate
from data_contracts.metrics import Verdict

Difference = Literal["films", "split", "seed", "settings", "software"]
Pairing = Literal["paired", "independent"]
Reading = Literal["same answers", "within chance", "beyond chance", "not measured"]


class ComparedRun(FrozenModel):
    """One of the two runs."""

    run_id: str
    created: datetime
    data_name: str
    preset: Preset
    seed: int
    films: int = Field(ge=0)
    test_films: int = Field(ge=0)


class FilmChanges(FrozenModel):
    """How the accepted films of two runs differ."""

    added: int = Field(ge=0)
    gone: int = Field(ge=0)
    altered: int = Field(ge=0, description="The same Id with other genres, overview or poster.")
    common_test: int = Field(ge=0, description="Films that are test films of both runs.")


class FigureChange(FrozenModel):
    """One figure in both runs, and its change on the films that the change is measured on."""

    before: Estimate
    after: Estimate
    change: Estimate | None = Field(description="Later run less earlier one.")


class ModelChange(FrozenModel):
    """One model or baseline in both runs; before and after are those of the runs' reports."""

    label: str
    baseline: bool
    map: FigureChange
    micro_f1: FigureChange = Field(description="At each run's shared fitted threshold.")
    reading: Reading


class VerdictChange(FrozenModel):
    """One genre's verdict in both runs.

    change: how much the difference in average precision, poster less overview, moved; its
    interval holds for all genres of the comparison at once.
    """

    before: Verdict
    after: Verdict
    change: Estimate | None
    reading: Reading

    @property
    def changed(self) -> bool:
        """Whether the two runs say different things."""
        return self.before != self.after


class RunComparison(FrozenModel):
    """What `film-genres compare` finds; since_last_run.json of a run holds one."""

    schema_version: int = 1
    before: ComparedRun
    after: ComparedRun
    differences: tuple[Difference, ...] = Field(description="In what the runs differ.")
    films: FilmChanges
    pairing: Pairing = Field(
        description="paired: on the common test films; independent: each on its own test films."
    )
    measured_films: int = Field(ge=0, description="Common test films that changes are measured on.")
    measured_genres: tuple[str, ...]
    confidence: float
    models: dict[str, ModelChange]
    verdicts: dict[str, VerdictChange]
