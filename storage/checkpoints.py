"""A training's state after its last finished epoch, so that a stopped one goes on."""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_contracts.training_record import EpochRecord
from storage.atomic import atomic_path

Arrays = dict[str, tuple[NDArray[Any], ...]]
_STATE_FILE = "state.npz"
_HISTORY = "history"


class Checkpoint:
    """One file under a folder named by all that the training depends on."""

    def __init__(self, root: Path, key: str) -> None:
        self.folder = root / key

    def save(self, arrays: Arrays, history: tuple[EpochRecord, ...]) -> None:
        """Replace the state on disk; a kill at any moment leaves the old one or the new one."""
        flat = {
            f"{group}/{index:04d}": array
            for group, members in arrays.items()
            for index, array in enumerate(members)
        }
        flat[_HISTORY] = np.array(json.dumps([record.model_dump() for record in history]))
        with atomic_path(self.folder / _STATE_FILE) as temporary, temporary.open("wb") as stream:
            np.savez(stream, allow_pickle=False, **flat)

    def load(self) -> tuple[Arrays, tuple[EpochRecord, ...]] | None:
        """Return the state on disk, or None where there is none that can be read whole."""
        try:
            with (
                (self.folder / _STATE_FILE).open("rb") as stream,
                np.load(stream, allow_pickle=False) as stored,
            ):
                history = json.loads(str(stored[_HISTORY]))
                names = sorted(name for name in stored.files if name != _HISTORY)
                groups = {name.partition("/")[0]: () for name in names}
                arrays: Arrays = {
                    group: tuple(stored[name] for name in names if name.startswith(f"{group}/"))
                    for group in groups
                }
        except (FileNotFoundError, zipfile.BadZipFile, KeyError, ValueError, EOFError):
            return None
        return arrays, tuple(EpochRecord.model_validate(record) for record in history)

    def delete(self) -> None:
        """Remove the state, once the model that came of it is stored."""
        shutil.rmtree(self.folder, ignore_errors=True)
