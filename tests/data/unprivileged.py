"""A snapshot taken by somebody who may not read every file, as the superuser may."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from data_contracts.references import SourceRef
from stages.ingest import take_snapshot
from storage.content_store import ContentStore

_NOBODY = 65_534


def snapshot_without_privileges(films: Path, store: ContentStore) -> SourceRef:
    """Take a snapshot of films; where the tests run as root, in a process of another user.

    films and the store are then that user's; the folder they lie in must let others in.
    """
    if os.geteuid() != 0:
        return take_snapshot(str(films), store)
    store.root.mkdir()
    for path in (films, *films.rglob("*"), store.root):
        os.chown(path, _NOBODY, _NOBODY, follow_symlinks=False)
    # A fresh process: a copy of this one could wait for a lock that another thread held.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, fresh, _become_nobody) as pool:
        return pool.submit(take_snapshot, str(films), store).result()


def _become_nobody() -> None:
    os.setgroups([])
    os.setgid(_NOBODY)
    os.setuid(_NOBODY)
