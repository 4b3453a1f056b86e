"""How a branch was trained, epoch by epoch."""

from pydantic import Field

from data_contracts.base import FrozenModel


class EpochRecord(FrozenModel):
    """One line of a history.

    loss, precision and recall are of the training films while they are trained on: with dropout
    on, and under weights that move on. Those named _eval are of a fixed sample of the training
    films under the epoch's final weights with dropout off, as validation is; absent in histories
    of before they were taken.
    """

    epoch: int = Field(ge=1)
    learning_rate: float
    loss: float
    precision: float
    recall: float
    val_loss: float
    val_precision: float
    val_recall: float
    seconds: float
    train_loss_eval: float | None = None
    train_precision_eval: float | None = None
    train_recall_eval: float | None = None


class TrainingRecord(FrozenModel):
    """How one branch was trained.

    parameters: of the network with the votes beside it. seconds: of the fit of the votes, and of
    the epochs since the training began or was last taken up again.
    """

    parameters: int
    best_epoch: int
    seed: int
    threads: int
    seconds: float
    peak_memory_mb: float
    history: tuple[EpochRecord, ...]
