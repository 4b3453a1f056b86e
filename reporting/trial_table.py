"""The trials of a search as a Markdown table."""

from pydantic import JsonValue

from data_contracts.tuning import SearchTable, TrialRow


def trial_table(table: SearchTable) -> str:
    """Return the trials, best first; those that failed or never ended come last."""
    paths = list(dict.fromkeys(path for row in table.rows for path in row.settings))
    head = ["trial", "validation mAP", "epochs", "best", "parameters", "seconds"]
    lines = [[*head, *(path.rpartition(".")[2] for path in paths)]]
    lines.append(["---"] * len(lines[0]))
    lines += [_cells(row, paths) for row in sorted(table.rows, key=_place)]
    counts = f"{table.films.train} training and {table.films.validation} validation films"
    body = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return f"Trials of the {table.branch.upper()} on {counts}:\n\n{body}\n"


def _place(row: TrialRow) -> tuple[float, int]:
    return (1.0 if row.outcome is None else -row.outcome.value, row.number)


def _cells(row: TrialRow, paths: list[str]) -> list[str]:
    settings = [_shown(row.settings.get(path)) for path in paths]
    outcome = row.outcome
    if outcome is None:
        return [str(row.number), row.state, "", "", "", "", *settings]
    counts = [outcome.epochs, outcome.best_epoch, f"{outcome.parameters:,}"]
    figures = [row.number, f"{outcome.value:.3f}", *counts, f"{outcome.seconds:.0f}"]
    return [*map(str, figures), *settings]


def _shown(value: JsonValue) -> str:
    if isinstance(value, dict):
        return " x ".join(str(part) for part in value.values())
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return f"{value:.3g}" if isinstance(value, float) else "" if value is None else str(value)
