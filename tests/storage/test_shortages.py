"""Errors of a real full disk (/dev/full) and of real requests for too much memory."""

import errno
import os
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_contracts.errors import DiskSpaceError, OutOfMemoryError, SourceError
from storage.shortages import plain_cause, plain_shortages, shortage

DEVICE = Path("/dev/full")
TOO_MUCH = 1 << 50


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A file on a full disk; a link, so that who replaces or deletes it does no harm."""
    if not DEVICE.is_char_device():
        pytest.skip("this system has no /dev/full")
    link = tmp_path / "full"
    link.symlink_to(DEVICE)
    return link


def write_plainly(full: Path) -> None:
    full.write_bytes(b"film")


def write_arrays(full: Path) -> None:
    with full.open("wb") as stream:
        np.savez(stream, weights=np.zeros(10_000))


def write_csv(full: Path) -> None:
    pd.DataFrame({"loss": range(10_000)}).to_csv(full)


def write_parquet(full: Path) -> None:
    pd.DataFrame({"loss": np.random.default_rng(0).random(100_000)}).to_parquet(full)


def write_records(full: Path) -> None:
    import tensorflow as tf

    with tf.io.TFRecordWriter(str(full)) as writer:
        writer.write(b"film" * 1_000_000)


@pytest.mark.parametrize(
    "write", [write_plainly, write_arrays, write_csv, write_parquet, write_records]
)
def test_a_full_disk_is_one_sentence_whoever_writes(write, full: Path, tmp_path: Path):
    with pytest.raises(DiskSpaceError) as caught, plain_shortages(tmp_path):
        write(full)

    assert "the disk is full, or its quota used up (" in str(caught.value)
    assert "the same command goes on from what is finished" in str(caught.value)


def test_a_quota_names_the_folder_or_the_workspace(tmp_path: Path):
    file = tmp_path / "store" / "weights"
    words = os.strerror(errno.EDQUOT)

    named = shortage(OSError(errno.EDQUOT, words, str(file)), tmp_path)
    unnamed = shortage(OSError(errno.EDQUOT, words), tmp_path)

    assert isinstance(named, DiskSpaceError)
    assert str(named).startswith(f"{file.parent}: the disk is full")
    assert str(unnamed).startswith(f"{tmp_path}: the disk is full")


def ask_numpy() -> None:
    np.empty(TOO_MUCH)


def ask_tensorflow() -> None:
    import tensorflow as tf

    tf.zeros((1 << 22, 1 << 22))


@pytest.mark.parametrize("ask", [ask_numpy, ask_tensorflow])
def test_memory_that_runs_out_is_one_sentence(ask, tmp_path: Path):
    with (
        pytest.raises(OutOfMemoryError, match=r"^memory ran out \(.+\); end other"),
        plain_shortages(tmp_path),
    ):
        ask()


def test_a_broken_pool_is_most_often_memory(tmp_path: Path):
    found = shortage(BrokenProcessPool("terminated abruptly"), tmp_path)

    assert isinstance(found, OutOfMemoryError)
    assert "killed again" in str(found)


def save_badly(full: Path) -> None:
    try:
        full.write_bytes(b"film")
    except OSError as error:
        raise ValueError("the model could not be saved") from error


def test_the_cause_is_found_beneath_what_others_made_of_it(full: Path, tmp_path: Path):
    with pytest.raises(DiskSpaceError), plain_shortages(tmp_path):
        save_badly(full)


@pytest.mark.parametrize("error", [ValueError("a defect"), FileNotFoundError(2, "gone", "x")])
def test_other_errors_pass_as_they_are(error, tmp_path: Path):
    with pytest.raises(type(error)) as caught, plain_shortages(tmp_path):
        raise error

    assert caught.value is error


def test_a_cause_is_one_sentence_without_its_stop(tmp_path: Path):
    assert plain_cause(SourceError("films.csv: no rows."), tmp_path) == "films.csv: no rows"
    assert "same command" not in plain_cause(OSError(errno.ENOSPC, "full"), tmp_path)
    assert plain_cause(ValueError("first.\nsecond"), tmp_path) == "ValueError: first"
    assert plain_cause(ValueError(), tmp_path) == "ValueError: ValueError"


def test_nothing_of_what_ran_out_hangs_on_to_its_error(tmp_path):
    with pytest.raises(DiskSpaceError) as caught, plain_shortages(tmp_path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
