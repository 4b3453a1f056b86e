from pathlib import Path

from data_contracts.references import Branch, ModelRef
from data_contracts.training_record import EpochRecord, TrainingRecord
from stages.claims import read_trainings
from storage.content_store import ContentStore

EPOCH = EpochRecord(
    epoch=1,
    learning_rate=0.1,
    loss=0.5,
    precision=0.5,
    recall=0.5,
    val_loss=0.5,
    val_precision=0.5,
    val_recall=0.5,
    seconds=1,
)


def _model(store: ContentStore, branch: Branch, seed: int) -> ModelRef:
    record = TrainingRecord(
        parameters=1,
        best_epoch=1,
        seed=seed,
        threads=1,
        seconds=1,
        peak_memory_mb=1,
        history=(EPOCH,),
    )
    with store.staging() as folder:
        (folder / "training.json").write_text(record.model_dump_json())
        digest = store.commit(folder)
    return ModelRef(sha256=digest, branch=branch, parameters=1, epochs=1, best_epoch=1)


def test_the_trainings_of_every_seed_are_read(tmp_path: Path) -> None:
    store = ContentStore(tmp_path)
    models = (_model(store, "cnn", 1), _model(store, "lstm", 1), _model(store, "cnn", 2))
    seeds = {
        branch: [record.seed for record in records]
        for branch, records in read_trainings(models, store).items()
    }
    assert seeds == {"cnn": [1, 2], "lstm": [1]}
