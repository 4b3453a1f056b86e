from data_contracts.results import EpochRecord
from tasks.progress import epoch_line

RECORD = EpochRecord(
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


def test_an_epoch_is_one_line_with_the_time_left():
    assert epoch_line("CNN on posters", RECORD, epochs=13) == (
        "CNN on posters: epoch 3 of 13, loss 0.312, precision 0.50, recall 0.25; "
        "validation loss 0.300, precision 0.60, recall 0.20; 30.0 s, about 5 min left"
    )


def test_the_last_epoch_has_no_time_left():
    assert epoch_line("CNN on posters", RECORD, epochs=3).endswith("recall 0.20; 30.0 s")
    assert epoch_line("CNN on posters", RECORD, epochs=4).endswith("under a minute left")
