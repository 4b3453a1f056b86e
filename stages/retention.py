"""Which runs of a workspace stay, and why."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

from data_contracts.champions import HistoryEntry
from data_contracts.config import StudyConfig
from data_contracts.errors import RunError
from data_contracts.retention import KeepReason, RetentionConfig
from data_contracts.study import Manifest
from storage.champions import Champions
from storage.run_life import is_alive
from storage.runs import RunFolder, Workspace, read_model

Reason = TypeVar("Reason", bound=str)

STARTING: Final = timedelta(hours=1)
"""How long a run without a lock may still be on its way: it has just begun, or just died."""


@dataclass(frozen=True, eq=False)
class KnownRun:
    """A run's folder; manifest is None where it has none that can be read."""

    folder: RunFolder
    manifest: Manifest | None

    @property
    def began(self) -> datetime:
        """When the run began, as far as anybody knows."""
        if self.manifest is not None:
            return self.manifest.created
        return datetime.fromtimestamp(self.folder.path.stat().st_mtime, UTC)

    @property
    def good(self) -> bool:
        """Whether the run was completed."""
        return self.manifest is not None and self.manifest.state == "completed"

    @property
    def names_its_content(self) -> bool:
        """Whether the manifest names all content that the run made or used."""
        return self.manifest is not None and self.manifest.refs is not None


def known_runs(workspace: Workspace) -> list[KnownRun]:
    """Return every run of a workspace, oldest first."""
    runs = [KnownRun(folder, _manifest(folder)) for folder in workspace.run_folders()]
    return sorted(runs, key=lambda run: run.began)


def kept_runs(
    workspace: Workspace, runs: list[KnownRun], policy: RetentionConfig, now: datetime
) -> dict[KnownRun, KeepReason]:
    """Return the runs that stay, oldest first, each with its strongest reason."""
    rules: tuple[tuple[KeepReason, set[str]], ...] = (
        ("running", {run.folder.run_id for run in runs if _runs(run, now)}),
        ("has a champion", _champions(workspace, back=0)),
        ("a rollback returns to it", _champions(workspace, back=1)),
        ("last good run of its data set", _last_good(runs)),
        ("its manifest cannot be read", {run.folder.run_id for run in runs if _unreadable(run)}),
        ("among the last runs", _last(runs, policy.keep_last)),
        ("young", {r.folder.run_id for r in runs if _younger(r.began, policy.keep_days, now)}),
    )
    reasons = {run: first_reason(run.folder.run_id, rules) for run in runs}
    kept = {run: reason for run, reason in reasons.items() if reason is not None}
    for run in reversed(runs):  # later ones build on earlier ones
        if run in kept:
            basis = _builds_on(run)
            kept |= {r: "a kept run builds on it" for r in runs
                     if r.folder.run_id == basis and r not in kept}  # fmt: skip
    return {run: kept[run] for run in runs if run in kept}


def kept_champions(workspace: Workspace) -> tuple[HistoryEntry, ...]:
    """Return the entry that counts and the one that a rollback returns to, as far as they are."""
    registry = Champions(workspace.champions)
    current = registry.current()
    if current is None:
        return ()
    return (current, registry.entry(current.previous)) if current.previous else (current,)


def _champions(workspace: Workspace, back: int) -> set[str]:
    entries = kept_champions(workspace)[back : back + 1]
    return {champion.run_id for entry in entries for champion in entry.champions.values()}


def _builds_on(run: KnownRun) -> str | None:
    """Return the run that this one's settings name as the last accepted one."""
    with contextlib.suppress(RunError):
        return read_model(run.folder.config, StudyConfig).last_accepted
    return None


def first_reason(name: str, rules: Iterable[tuple[Reason, set[str]]]) -> Reason | None:
    """Return the first of the reasons whose names hold this one, None where none does."""
    return next((reason for reason, kept in rules if name in kept), None)


def _manifest(folder: RunFolder) -> Manifest | None:
    with contextlib.suppress(RunError):
        return folder.read_manifest()
    return None


def _runs(run: KnownRun, now: datetime) -> bool:
    """Tell whether a run goes on, or may: one that just began does not hold its lock yet."""
    if run.manifest is not None and run.manifest.state != "running":
        return False
    if is_alive(run.folder):
        return True
    last_sign = datetime.fromtimestamp(run.folder.last_sign(), UTC)
    return now - last_sign < STARTING and not _unreadable(run)


def _unreadable(run: KnownRun) -> bool:
    return run.manifest is None and run.folder.manifest.is_file()


def _last(runs: list[KnownRun], number: int) -> set[str]:
    good = [run.folder.run_id for run in runs if run.good]
    return set(good[len(good) - number :] if number else ())


def _last_good(runs: list[KnownRun]) -> set[str]:
    latest = {
        run.manifest.data_name: run.folder.run_id
        for run in runs
        if run.manifest is not None and run.good
    }
    return set(latest.values())


def _younger(began: datetime, days: int, now: datetime) -> bool:
    return now - began < timedelta(days=days)
