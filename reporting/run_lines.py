"""Runs, champions and prunings as lines for a terminal."""

from collections.abc import Sequence
from typing import Final

from data_contracts.champions import HistoryEntry
from data_contracts.retention import PrunePlan, Removal
from data_contracts.run_listing import RunLine
from reporting.standings import BRANCH_LABELS
from reporting.wording import MISSING, count_noun, figure, join_names, whole

_HEAD: Final = ("Run", "State", "Began", "Preset", "Data", "Films", "CNN", "LSTM", "Champion")
_FLUSH_RIGHT: Final = {"Films", "CNN", "LSTM"}
_BYTES_A_MEGABYTE: Final = 1_000_000


def run_lines(runs: Sequence[RunLine]) -> list[str]:
    """Return a table of runs, and under a run that failed why it did."""
    rows = [_cells(run) for run in runs]
    widths = [max(map(len, column)) for column in zip(_HEAD, *rows, strict=True)]
    lines = [_line(_HEAD, widths)]
    for run, row in zip(runs, rows, strict=True):
        lines.append(_line(row, widths))
        lines += [f"    {run.error}"] if run.error else []
    return lines


def champion_line(entry: HistoryEntry) -> str:
    """Say who the champions are from an entry of the history on."""
    held = [
        f"the {BRANCH_LABELS[branch]} of run {champion.run_id}"
        for branch, champion in entry.champions.items()
    ]
    word = "champion is" if len(held) == 1 else "champions are"
    back = "; `film-genres rollback` brings back those before" if entry.previous else ""
    return f"The {word} now {join_names(held)}{back}."


def prune_lines(plan: PrunePlan, *, dry_run: bool) -> list[str]:
    """Say what stays, what goes or went, and how much that frees."""
    lines = [f"{run.run_id}  stays: {run.reason}" for run in plan.kept]
    lines += [f"side by side {of.side_id}  stays: {of.reason}" for of in plan.kept_sides]
    verb = "would go" if dry_run else "is gone"
    lines += [f"{run.name}  {verb}: {_megabytes([run])}" for run in plan.runs]
    lines += [f"side by side {side.name}  {verb}: {_megabytes([side])}" for side in plan.sides]
    parts = {
        count_noun(len(plan.runs), "run"): plan.runs,
        count_noun(len(plan.sides), "side-by-side"): plan.sides,
        count_noun(len(plan.content), "folder of content", "folders of content"): plan.content,
        count_noun(len(plan.checkpoints), "unfinished training"): plan.checkpoints,
        "what an earlier pruning left": plan.left,
    }
    freed = [f"{name} ({_megabytes(removals)})" for name, removals in parts.items() if removals]
    if not freed:
        return [*lines, "There is nothing to prune."]
    total = _megabytes([removal for removals in parts.values() for removal in removals])
    return [*lines, f"{total} {'would be' if dry_run else 'are'} freed: {join_names(freed)}."]


def _cells(run: RunLine) -> tuple[str, ...]:
    return (
        run.run_id,
        run.state,
        f"{run.created:%Y-%m-%d %H:%M}",
        run.preset or MISSING,
        run.data_name or MISSING,
        MISSING if run.films is None else whole(run.films),
        *(figure(run.maps[b]) if b in run.maps else MISSING for b in ("cnn", "lstm")),
        join_names([branch.upper() for branch in run.champion]),
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = [
        cell.rjust(width) if label in _FLUSH_RIGHT else cell.ljust(width)
        for label, cell, width in zip(_HEAD, cells, widths, strict=True)
    ]
    return "  ".join(parts).rstrip()


def _megabytes(removals: Sequence[Removal]) -> str:
    return f"{sum(removal.size_bytes for removal in removals) / _BYTES_A_MEGABYTE:,.1f} MB"
