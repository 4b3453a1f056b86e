import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from data_contracts.training_record import EpochRecord
from storage.atomic import atomic_path
from storage.checkpoints import Checkpoint

RECORD = EpochRecord(
    epoch=1,
    learning_rate=1e-3,
    loss=0.1 + 0.2,
    precision=0.5,
    recall=0.25,
    val_loss=1 / 3,
    val_precision=0.0,
    val_recall=0.0,
    seconds=1.5,
)
ARRAYS = {
    "weights": tuple(np.full((2, i + 1), 1 / (i + 1), dtype=np.float32) for i in range(12)),
    "optimizer": (np.array(7, dtype=np.int64), np.array(1e-4, dtype=np.float32)),
}


def test_comes_back_bit_for_bit_and_in_order(tmp_path: Path):
    Checkpoint(tmp_path, "key").save(ARRAYS, (RECORD,))

    arrays, history = Checkpoint(tmp_path, "key").load()

    assert history == (RECORD,)
    assert arrays.keys() == ARRAYS.keys()
    for group, members in ARRAYS.items():
        for expected, found in zip(members, arrays[group], strict=True):
            assert found.dtype == expected.dtype
            assert np.array_equal(found, expected)


def test_nothing_is_there_before_the_first_save_and_after_delete(tmp_path: Path):
    checkpoint = Checkpoint(tmp_path, "key")
    assert checkpoint.load() is None

    checkpoint.save(ARRAYS, (RECORD,))
    checkpoint.delete()

    assert checkpoint.load() is None
    assert list(tmp_path.iterdir()) == []


def test_another_key_is_another_training(tmp_path: Path):
    Checkpoint(tmp_path, "one").save(ARRAYS, (RECORD,))

    assert Checkpoint(tmp_path, "two").load() is None


@pytest.mark.parametrize("kept", [0, 10, 500])
def test_a_damaged_file_counts_as_none(tmp_path: Path, kept: int):
    checkpoint = Checkpoint(tmp_path, "key")
    checkpoint.save(ARRAYS, (RECORD,))
    checkpoint.path.write_bytes(checkpoint.path.read_bytes()[:kept])

    assert checkpoint.load() is None
    assert checkpoint.history() == ()


def test_the_epochs_are_read_without_the_weights(tmp_path: Path):
    checkpoint = Checkpoint(tmp_path, "key")
    assert checkpoint.history() == ()

    checkpoint.save(ARRAYS, (RECORD,))

    assert checkpoint.history() == (RECORD,)


def test_one_run_may_end_while_another_of_the_same_training_writes(tmp_path: Path):
    ours, others = Checkpoint(tmp_path, "key"), Checkpoint(tmp_path, "key")
    ours.save(ARRAYS, (RECORD,))
    with atomic_path(ours.path) as being_written:
        others.delete()
        being_written.write_bytes(b"")

    assert ours.path.exists()


def test_what_a_killed_process_left_goes_with_the_state(tmp_path: Path):
    code = (
        "import os, sys; from pathlib import Path; from storage.atomic import atomic_path\n"
        "with atomic_path(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    checkpoint = Checkpoint(tmp_path, "key")
    subprocess.run([sys.executable, "-c", code, str(checkpoint.path)], check=False)
    assert len(list(tmp_path.iterdir())) == 1

    checkpoint.delete()

    assert list(tmp_path.iterdir()) == []
