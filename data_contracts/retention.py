"""Which runs are kept, and what pruning the others frees."""

from typing import Literal

from pydantic import Field

from data_contracts.base import FrozenModel

KeepReason = Literal[
    "running",
    "has a champion",
    "a rollback returns to it",
    "last good run of its data set",
    "among the last runs",
    "young",
    "a kept run builds on it",
    "its manifest cannot be read",
]

SideKeepReason = Literal[
    "being written",
    "last of its data set",
    "its figures cannot be read",
    "among the last",
    "young",
]


class RetentionConfig(FrozenModel):
    """How long runs stay. Champions, last good runs and running ones stay whatever this says."""

    keep_last: int = Field(
        10,
        ge=0,
        description="Completed runs that stay, counted from the last; and as many side-by-sides.",
    )
    keep_days: int = Field(
        30,
        ge=0,
        description="Days that every run, every side-by-side and every unfinished training stays.",
    )


class KeptRun(FrozenModel):
    """A run that stays, and the first reason for it."""

    run_id: str
    reason: KeepReason


class KeptSide(FrozenModel):
    """A side-by-side that stays, and the first reason for it."""

    side_id: str
    reason: SideKeepReason


class Removal(FrozenModel):
    """Something that goes: the folder of a run or side-by-side, content, an unfinished training.

    used: when the store's folder was last used, in nanoseconds, at the time of the plan.
    """

    name: str
    size_bytes: int = Field(ge=0)
    used: int = 0


class PrunePlan(FrozenModel):
    """What stays and what goes."""

    kept: tuple[KeptRun, ...]
    runs: tuple[Removal, ...]
    content: tuple[Removal, ...]
    checkpoints: tuple[Removal, ...]
    kept_sides: tuple[KeptSide, ...] = ()
    sides: tuple[Removal, ...] = Field((), description="Side-by-sides.")
    left: tuple[Removal, ...] = Field((), description="What a pruning that was stopped left.")

    @property
    def size_bytes(self) -> int:
        """Return how much is freed."""
        every = (*self.runs, *self.sides, *self.content, *self.checkpoints, *self.left)
        return sum(removal.size_bytes for removal in every)
