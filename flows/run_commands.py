"""The commands about runs: which there are, who is champion, how they differ, what goes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from data_contracts.references import Branch
from flows.options import DEFAULT_OUTPUT, Output
from flows.settings import build_config

Run = Annotated[str, typer.Argument(help="Id of a run, or 'latest'.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (runs, promote, rollback, compare, pool, prune):
        app.command()(command)


def runs(output: Output = DEFAULT_OUTPUT) -> None:
    """List the runs of a workspace, oldest first, with their mAP and the champions."""
    from reporting.run_lines import run_lines
    from stages.list_runs import list_runs
    from storage.runs import Workspace

    for line in run_lines(list_runs(Workspace(output))):
        typer.echo(line)


def promote(
    run: Run,
    branch: Annotated[
        Branch | None, typer.Option(help="One model alone; default: both of the run.")
    ] = None,
    output: Output = DEFAULT_OUTPUT,
) -> None:
    """Make a run's models the champions, whatever a comparison would say."""
    from reporting.run_lines import champion_line
    from stages.promote_by_hand import promote_by_hand
    from storage.runs import Workspace

    typer.echo(champion_line(promote_by_hand(Workspace(output), run, branch)))


def rollback(output: Output = DEFAULT_OUTPUT) -> None:
    """Bring back the champions of before the last promotion."""
    from reporting.run_lines import champion_line
    from stages.promote_by_hand import roll_back
    from storage.runs import Workspace

    typer.echo(champion_line(roll_back(Workspace(output))))


def compare(
    earlier: Annotated[str, typer.Argument(help="Id of the earlier run.")],
    later: Annotated[str, typer.Argument(help="Id of the later run, or 'latest'.")],
    output: Output = DEFAULT_OUTPUT,
) -> None:
    """Say what changed from one run to another, and whether chance suffices to explain it."""
    from reporting.sections.since_last_run import comparison_markdown
    from stages.compare_runs import compare_runs
    from storage.runs import Workspace

    workspace = Workspace(output)
    found = compare_runs(workspace.find_run(earlier), workspace.find_run(later))
    typer.echo(comparison_markdown(found))


def pool(
    runs: Annotated[
        list[str], typer.Argument(help="Ids of runs: of each preset one for each fold, or one.")
    ],
    output: Output = DEFAULT_OUTPUT,
) -> None:
    """Measure presets on the same films, from runs that are there; nothing is trained."""
    from stages.side_by_side import open_side_by_side, put_side_by_side, write_side_report
    from storage.runs import Workspace

    workspace = Workspace(output)
    folder = open_side_by_side(workspace)
    put_side_by_side(folder, workspace, runs)
    write_side_report(folder)
    typer.echo(folder.findings.read_text("utf-8"))
    typer.echo(f"The report: {folder.report_html}")


def prune(
    *,
    keep_last: Annotated[
        int | None, typer.Option(help="Completed runs that stay; default: 10.")
    ] = None,
    keep_days: Annotated[
        int | None, typer.Option(help="Days that every run stays; default: 30.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go.")] = False,
    config: Annotated[
        Path | None, typer.Option(help="JSON file of settings; flags win over it.")
    ] = None,
    output: Output = DEFAULT_OUTPUT,
) -> None:
    """Delete old runs, and content that no run left refers to."""
    from reporting.run_lines import prune_lines
    from stages import prune as pruning
    from storage.runs import Workspace

    policy = build_config(config, {}).retention.model_dump()
    flags = {"keep_last": keep_last, "keep_days": keep_days}
    policy |= {name: value for name, value in flags.items() if value is not None}
    retention = build_config(config, {"retention": policy}).retention
    carry_out = pruning.plan_pruning if dry_run else pruning.prune
    plan = carry_out(Workspace(output), retention, datetime.now(UTC))
    for line in prune_lines(plan, dry_run=dry_run):
        typer.echo(line)
