"""Which side-by-sides of a workspace stay, and why.

A side-by-side holds figures, predictions and report of its own, so that no run is kept on its
account.
"""

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from data_contracts.errors import RunError
from data_contracts.retention import RetentionConfig, SideKeepReason
from data_contracts.side_by_side import SideBySide
from stages.retention import STARTING, first_reason
from storage.runs import RunFolder, Workspace, read_model

Rules = tuple[tuple[SideKeepReason, set[str]], ...]


@dataclass(frozen=True)
class _Side:
    """A side-by-side's folder; figures are None where it has none that can be read."""

    folder: RunFolder
    figures: SideBySide | None

    @property
    def made(self) -> datetime:
        """When it was made, as far as anybody knows."""
        if self.figures is not None:
            return self.figures.created
        return datetime.fromtimestamp(self.folder.path.stat().st_mtime, UTC)


def kept_sides(
    workspace: Workspace, policy: RetentionConfig, now: datetime
) -> dict[str, SideKeepReason]:
    """Return the names of the side-by-sides that stay, oldest first, each with its first reason."""
    known = [_Side(folder, _figures(folder)) for folder in workspace.side_by_sides()]
    sides = sorted(known, key=lambda side: side.made)
    whole = [(side.folder.run_id, side.figures) for side in sides if side.figures is not None]
    young = timedelta(days=policy.keep_days)
    rules: Rules = (
        ("being written", {s.folder.run_id for s in sides if _is_written(s, now)}),
        ("last of its data set", set({of.data_name: name for name, of in whole}.values())),
        ("its figures cannot be read", {s.folder.run_id for s in sides if _unreadable(s)}),
        ("among the last", {name for name, _ in whole[max(len(whole) - policy.keep_last, 0) :]}),
        ("young", {s.folder.run_id for s in sides if now - s.made < young}),
    )
    found = [(side.folder.run_id, first_reason(side.folder.run_id, rules)) for side in sides]
    return {name: reason for name, reason in found if reason is not None}


def _figures(folder: RunFolder) -> SideBySide | None:
    with contextlib.suppress(RunError):
        return read_model(folder.metrics, SideBySide)
    return None


def _is_written(side: _Side, now: datetime) -> bool:
    """Tell whether it has no figures yet, and has been heard of within the hour."""
    if side.folder.metrics.is_file():
        return False
    return now - datetime.fromtimestamp(side.folder.last_sign(), UTC) < STARTING


def _unreadable(side: _Side) -> bool:
    return side.figures is None and side.folder.metrics.is_file()
