"""film-genres: parse, build a StudyConfig, call a flow.

Only `run` starts Prefect; the other commands work on files alone.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from data_contracts.config import Preset
from data_contracts.errors import StudyError
from flows.packages import check_packages
from flows.settings import build_config

DATA_FAILED = 1
INTERRUPTED = 130
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Which says more about a film's genres, its poster or its overview?",
)

DataOption = Annotated[
    str | None, typer.Option("--data", help="Folder, archive or URL; default: sample films.")
]
OutputOption = Annotated[Path, typer.Option("--output", help="Workspace folder.")]
DEFAULT_OUTPUT = Path("workspace")


@app.command()
def run(
    data: DataOption = None,
    preset: Annotated[Preset | None, typer.Option(help="Recipe of models and training.")] = None,
    output: Annotated[Path | None, typer.Option(help="Workspace folder.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of split and trainings.")] = None,
    config: Annotated[
        Path | None, typer.Option(help="JSON file of settings; flags win over it.")
    ] = None,
    posters: Annotated[
        bool | None, typer.Option("--posters/--no-posters", help="Show posters in the report.")
    ] = None,
) -> None:
    """Run the whole study and say what it found."""
    flags = {
        "data": data,
        "preset": preset,
        "output": None if output is None else str(output),
        "seed": seed,
        "posters_in_report": posters,
    }
    study = build_config(config, {name: v for name, v in flags.items() if v is not None})
    _prepare_prefect()
    from flows.genre_study import genre_study
    from flows.interrupt import interruptible
    from flows.local_server import local_server

    try:
        with interruptible(), local_server() as address:
            typer.echo(f"Watch it at {address.removesuffix('/api')}")
            outcome = genre_study(study)
    except KeyboardInterrupt:
        typer.echo("film-genres: stopped; the same command goes on from here", err=True)
        raise typer.Exit(INTERRUPTED) from None
    typer.echo(" ".join(outcome.summary))
    typer.echo(f"The report: {outcome.report}")


@app.command()
def sample(
    folder: Annotated[Path, typer.Argument(help="New folder for the films.")],
    films: Annotated[int, typer.Option(help="How many films.")] = 1_200,
    seed: Annotated[int, typer.Option(help="The same seed draws the same films.")] = 2_026,
) -> None:
    """Draw the built-in sample films."""
    from stages.sample_films import make_sample_films

    make_sample_films(folder, films, seed)
    typer.echo(f"{films} sample films are in {folder}")


@app.command()
def validate(
    data: Annotated[str, typer.Option(help="Folder, archive or URL of films.")],
    config: Annotated[Path | None, typer.Option(help="JSON file of settings.")] = None,
) -> None:
    """Hold a data set against the contract; exit 1 where it is broken."""
    from reporting.summary import contract_table
    from stages.check_contract import check_contract

    outcome, error = check_contract(build_config(config, {"data": data}))
    if outcome is not None:
        typer.echo(contract_table(outcome))
    if error is not None:
        raise error


@app.command()
def report(
    run: Annotated[str, typer.Argument(help="Id of a run, or 'latest'.")],
    output: OutputOption = DEFAULT_OUTPUT,
) -> None:
    """Write a run's report again from what the run kept."""
    from stages.report import write_report
    from storage.runs import Workspace

    folder = Workspace(output).find_run(run)
    write_report(folder)
    typer.echo(f"The report: {folder.report_html}")


@app.command()
def runs(output: OutputOption = DEFAULT_OUTPUT) -> None:
    """List the runs of a workspace, oldest first."""
    from storage.runs import Workspace

    for folder in Workspace(output).runs():
        manifest = folder.read_manifest()
        note = f"  {manifest.error}" if manifest.error else ""
        typer.echo(f"{manifest.run_id}  {manifest.state:9}  {manifest.data_name or '-'}{note}")


def main() -> None:
    """Run the command line; one sentence on standard error, and exit 1, where a study cannot."""
    try:
        check_packages()
        app()
    except StudyError as error:
        if os.environ.get("FILM_GENRES_TRACEBACK"):
            raise
        typer.echo(f"film-genres: {error}", err=True)
        sys.exit(DATA_FAILED)


def _prepare_prefect() -> None:
    # Prefect's own lines stay in its database: ours already say on the terminal what goes on.
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    # What a killed process held is freed by its tracker, which need not say so after a Ctrl-C.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker:UserWarning")
    os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", "stages,tasks,storage,modeling")
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    os.environ.setdefault("FILM_GENRES_PROGRESS", "plain")
