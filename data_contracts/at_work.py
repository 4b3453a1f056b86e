"""What a stage that is at work tells of itself, to whoever watches the run."""

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.training_record import EpochRecord


class StageAtWork(FrozenModel):
    """One stage that has begun and not ended.

    Times are in seconds of Unix time. epochs and last are a training's: how many epochs there
    will be, and the last that is finished.
    """

    stage: str
    started: float
    updated: float
    epochs: int = Field(0, ge=0)
    last: EpochRecord | None = None

    def seconds_left(self, now: float) -> float | None:
        """Return how long a training still takes if its epochs take as long as the last one."""
        if self.last is None:
            return None
        whole = self.last.seconds * (self.epochs - self.last.epoch)
        return max(0.0, whole - (now - self.updated))
