"""What came of training the branches: the models there are, and why others are missing."""

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.references import Branch, ModelRef


class BranchFailure(FrozenModel):
    """A branch that could not be trained, and one sentence of why, without its full stop."""

    branch: Branch
    cause: str
    seed: int | None = Field(None, description="The training's, of those of several seeds.")


class TrainedBranches(FrozenModel):
    """The models of a run; failures tell of each training that left none."""

    models: tuple[ModelRef, ...]
    failures: tuple[BranchFailure, ...] = ()

    @property
    def first(self) -> tuple[ModelRef, ...]:
        """Return each branch's model of the first seed that left one."""
        return tuple({model.branch: model for model in reversed(self.models)}.values())[::-1]
