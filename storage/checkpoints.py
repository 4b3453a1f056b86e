"""A training's state after its last finished epoch, so that a stopped one goes on."""

import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from data_contracts.training_record import EpochRecord
from storage.atomic import atomic_path, sweep_temporaries

Arrays = dict[str, tuple[NDArray[Any], ...]]
History = tuple[EpochRecord, ...]
R = TypeVar("R")
_HISTORY = "history"


class Checkpoint:
    """One file under a folder, named by all that the training depends on.

    Two runs of the same training may share it: each writes whole states that the other could have
    written too, and neither takes a file away while the other writes it.
    """

    def __init__(self, root: Path, key: str) -> None:
        self.path = root / f"{key}.npz"

    def save(self, arrays: Arrays, history: History) -> None:
        """Replace the state on disk; a kill at any moment leaves the old one or the new one."""
        flat = {
            f"{group}/{index:04d}": array
            for group, members in arrays.items()
            for index, array in enumerate(members)
        }
        flat[_HISTORY] = np.array(json.dumps([record.model_dump() for record in history]))
        with atomic_path(self.path) as temporary, temporary.open("wb") as stream:
            np.savez(stream, allow_pickle=False, **flat)

    def load(self) -> tuple[Arrays, History] | None:
        """Return the state on disk, or None where there is none that can be read whole."""
        return self._read(lambda stored: (_arrays(stored), _history(stored)))

    def history(self) -> History:
        """Return the epochs that are finished, without reading the weights."""
        return self._read(_history) or ()

    def delete(self) -> None:
        """Remove the state, once the model that came of it is stored."""
        self.path.unlink(missing_ok=True)
        sweep_temporaries(self.path)

    def _read(self, part: Callable[[Mapping[str, NDArray[Any]]], R]) -> R | None:
        try:
            with self.path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
                return part(stored)
        except (FileNotFoundError, zipfile.BadZipFile, KeyError, ValueError, EOFError):
            return None


def _arrays(stored: Mapping[str, NDArray[Any]]) -> Arrays:
    names = sorted(name for name in stored if name != _HISTORY)
    groups = {name.partition("/")[0]: () for name in names}
    return {
        group: tuple(stored[name] for name in names if name.startswith(f"{group}/"))
        for group in groups
    }


def _history(stored: Mapping[str, NDArray[Any]]) -> History:
    records = json.loads(str(stored[_HISTORY]))
    return tuple(EpochRecord.model_validate(record) for record in records)
