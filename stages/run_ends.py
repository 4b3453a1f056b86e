"""Runs whose process died before it could write down their end."""

import contextlib
from typing import Final

from data_contracts.study import Manifest
from stages.open_study import write_manifest
from storage.run_life import is_alive
from storage.runs import RunFolder

DIED: Final = (
    "its process ended without a word: it was killed, or the machine went down; the same command "
    "goes on from what is finished"
)


def read_settled_manifest(folder: RunFolder) -> Manifest:
    """Return the account of a run, corrected, on disk too, where the run only seems to go on.

    Raises RunError where it cannot be read.
    """
    goes_on = is_alive(folder)  # before the manifest is read: it may end well in between
    manifest = folder.read_manifest()
    if manifest.state != "running" or goes_on:
        return manifest
    update = {"state": "failed", "error": DIED, "stages": tuple(folder.stage_records())}
    settled = manifest.model_copy(update=update)
    with contextlib.suppress(OSError):  # somebody else's workspace may be looked at, not written
        write_manifest(folder, settled)
    return settled
