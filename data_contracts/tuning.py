"""A search for a recipe: what its trials are given, and what comes of each."""

from typing import Final, Literal

from pydantic import Field, JsonValue

from data_contracts.base import FrozenModel
from data_contracts.references import Branch, ContentRef

TrialState = Literal["complete", "fail", "running"]

TUNING_FILMS: Final = "films.parquet"
"""Id, part, overview, poster and one int8 column a genre, of the films that a search may see."""


class TuningFilmsRef(ContentRef):
    """films.parquet and the posters' files of training and validation films, and of no others.

    It is all that a trial is given of the films, so that no test film can have a part in what a
    search finds.
    """

    train: int = Field(ge=1)
    validation: int = Field(ge=1)


class TrialOutcome(FrozenModel):
    """What one trial came to; parameters and seconds as in a TrainingRecord."""

    value: float = Field(description="Mean average precision on the validation films.")
    best_epoch: int = Field(ge=1)
    epochs: int = Field(ge=1)
    parameters: int = Field(ge=1)
    seconds: float = Field(ge=0)


class TrialRow(FrozenModel):
    """A line of a search's table. state is running for a trial that never ended."""

    number: int = Field(ge=0)
    state: TrialState
    settings: dict[str, JsonValue]
    outcome: TrialOutcome | None = None


class SearchTable(FrozenModel):
    """All trials of one branch's search."""

    branch: Branch
    films: TuningFilmsRef
    rows: tuple[TrialRow, ...]

    @property
    def best(self) -> TrialRow | None:
        """Return the trial with the largest value, the earliest of equals."""
        done = [(row.outcome.value, -row.number, row) for row in self.rows if row.outcome]
        return max(done, key=lambda found: found[:2])[2] if done else None
