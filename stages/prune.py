"""Prune a workspace: what no kept run and no champion refers to goes, and old side-by-sides."""

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from data_contracts.retention import KeptRun, KeptSide, PrunePlan, Removal, RetentionConfig
from stages.retention import KnownRun, kept_champions, kept_runs, known_runs
from stages.side_retention import kept_sides
from storage.locks import locked
from storage.runs import Workspace
from storage.trash import size_of

_DIGEST: Final = re.compile(r"\b[0-9a-f]{64}\b")
_CLOCKS: Final = timedelta(hours=1)
"""How far apart the clocks of two machines that share a workspace may be."""


def plan_pruning(workspace: Workspace, policy: RetentionConfig, now: datetime) -> PrunePlan:
    """Return what stays under the policy and what goes; nothing is changed.

    Content goes where neither the manifest of a kept run nor a kept champion names it. A run that
    did not come to its end has a manifest that names nothing, so all that was made or used since
    it began stays with it.
    """
    runs = known_runs(workspace)
    kept = kept_runs(workspace, runs, policy, now)
    sides = kept_sides(workspace, policy, now)
    gone = [run.folder.path for run in runs if run not in kept]
    before = now - timedelta(days=policy.keep_days)
    return PrunePlan(
        kept=tuple(KeptRun(run_id=run.folder.run_id, reason=why) for run, why in kept.items()),
        runs=tuple(Removal(name=path.name, size_bytes=size_of(path)) for path in gone),
        content=_unreferenced(workspace, list(kept), now),
        checkpoints=tuple(_old_checkpoints(workspace, min(before, _earliest(list(kept), now)))),
        kept_sides=tuple(KeptSide(side_id=name, reason=why) for name, why in sides.items()),
        sides=tuple(
            Removal(name=folder.run_id, size_bytes=size_of(folder.path))
            for folder in workspace.side_by_sides()
            if folder.run_id not in sides
        ),
        left=tuple(
            Removal(name=entry.name, size_bytes=size_of(entry))
            for entry in workspace.trash.entries()
        ),
    )


def prune(workspace: Workspace, policy: RetentionConfig, now: datetime) -> PrunePlan:
    """Delete what the policy lets go, and return what went.

    Runs go before content, each by a rename into the trash, so that a pruning that is
    killed at any moment leaves every kept run whole, and the next one ends what it began.
    """
    with locked(workspace.prune_lock):
        plan = plan_pruning(workspace, policy, now)
        trash = workspace.trash
        trash.empty()
        for run in plan.runs:
            trash.take(workspace.run(run.name).path)
        for side in plan.sides:
            trash.take(workspace.side_by_side(side.name).path)
        for checkpoint in plan.checkpoints:
            trash.take(workspace.checkpoints / checkpoint.name)
        content = tuple(
            removal
            for removal in plan.content
            # A study that began meanwhile may have found it in the cache and build on it.
            if workspace.store.discard(removal.name, removal.used, trash)
        )
        trash.empty()
    return plan.model_copy(update={"content": content})


def _unreferenced(workspace: Workspace, kept: list[KnownRun], now: datetime) -> tuple[Removal, ...]:
    store = workspace.store
    named = {ref.sha256 for entry in kept_champions(workspace)
             for champion in entry.champions.values() for ref in champion.content()}  # fmt: skip
    for run in kept:
        if run.folder.manifest.is_file():
            # Any digest counts, so that manifests of other versions of the project are obeyed too.
            named |= set(_DIGEST.findall(run.folder.manifest.read_text("utf-8", "replace")))
    earliest = _earliest(kept, now).timestamp() * 1e9
    free = [(digest, store.used(digest)) for digest in store.digests() if digest not in named]
    return tuple(
        Removal(name=digest, size_bytes=size_of(store.root / digest), used=used)
        for digest, used in free
        if used < earliest
    )


def _earliest(kept: list[KnownRun], now: datetime) -> datetime:
    """Return when the first kept run began whose content no manifest names; now without one."""
    return min((run.began - _CLOCKS for run in kept if not run.names_its_content), default=now)


def _old_checkpoints(workspace: Workspace, before: datetime) -> Iterator[Removal]:
    """Yield the files of trainings that nobody went on with, half-written ones among them."""
    for file in sorted(workspace.checkpoints.glob("*")):
        with contextlib.suppress(FileNotFoundError):  # its training ended in between
            if datetime.fromtimestamp(file.stat().st_mtime, UTC) < before:
                yield Removal(name=file.name, size_bytes=size_of(file))
