"""An epoch of a training, for whatever shows it."""

from data_contracts.training_record import EpochRecord

THIRD = EpochRecord(
    epoch=3,
    learning_rate=1e-4,
    loss=0.31249,
    precision=0.5,
    recall=0.25,
    val_loss=0.3,
    val_precision=0.6,
    val_recall=0.2,
    seconds=30.0,
)
