"""film-genres: parse, build a StudyConfig, call a flow.

Only `run` starts Prefect; the other commands work on files alone.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from data_contracts.config import StudyConfig
from data_contracts.engine import Engine, EngineName
from data_contracts.errors import StudyError
from data_contracts.side_by_side import RulerRequest
from data_contracts.study import StudyOutcome
from flows import predict_commands, run_commands, service_commands, tune_command
from flows.options import DEFAULT_OUTPUT, Output
from flows.packages import check_packages
from flows.privacy import keep_private
from flows.settings import build_config, build_engine, build_request
from storage.shortages import plain_shortages

DATA_FAILED = 1
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Which says more about a film's genres, its poster or its overview?",
)

DataOption = Annotated[
    str | None, typer.Option("--data", help="Folder, archive or URL; default: sample films.")
]


@app.command()
def run(
    data: DataOption = None,
    preset: Annotated[
        str | None,
        typer.Option(help="Recipe of models and training; several with commas, weakest first."),
    ] = None,
    folds: Annotated[
        int, typer.Option(help="Studies, each testing on one fold: every film is tested once.")
    ] = 1,
    output: Annotated[Path | None, typer.Option(help="Workspace folder.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of split and trainings.")] = None,
    repeats: Annotated[
        int | None, typer.Option(help="Trainings of each branch, under this seed and the next.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="JSON file of settings; flags win over it.")
    ] = None,
    posters: Annotated[
        bool | None, typer.Option("--posters/--no-posters", help="Show posters in the report.")
    ] = None,
    *,
    engine: Annotated[
        EngineName, typer.Option(help="Where the tasks run: here, or on the workers of Dask.")
    ] = "local",
    dask_address: Annotated[
        str | None, typer.Option(help="Dask's scheduler for --engine dask, as tcp://host:8786.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Study again what was studied in the same way before.")
    ] = False,
) -> None:
    """Run the whole study and say what it found; of several presets or folds, side by side."""
    presets = [] if preset is None else preset.split(",")
    flags = {
        "data": data,
        "preset": presets[0] if len(presets) == 1 else None,
        "output": None if output is None else str(output),
        "seed": seed,
        "repeats": repeats,
        "posters_in_report": posters,
    }
    study = build_config(config, {name: v for name, v in flags.items() if v is not None})
    request = build_request(study, presets if len(presets) > 1 else [], folds)
    where = build_engine(engine, dask_address)
    from stages.open_study import check_source_and_room

    check_source_and_room(study)
    _prepare_prefect()
    _prepare_engine(where, study)
    typer.echo("Starting Prefect, which takes up to half a minute")
    outcome = _studied(study, request, where, force=force)
    typer.echo()
    typer.echo(" ".join(outcome.summary))
    typer.echo(f"The report: {outcome.report}")


@app.command()
def sample(
    folder: Annotated[Path, typer.Argument(help="New folder for the films.")],
    films: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many films.")] = 1_200,
    seed: Annotated[
        int, typer.Option(min=0, max=2**31 - 1, help="The same seed draws the same films.")
    ] = 2_026,
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
    output: Output = DEFAULT_OUTPUT,
) -> None:
    """Write a run's report again from what the run kept, or that of several side by side."""
    from stages.report import write_report
    from stages.side_by_side import write_side_report
    from storage.runs import Workspace

    folder = Workspace(output).side_by_side(run)
    if folder.metrics.is_file():
        write_side_report(folder)
    else:
        folder = Workspace(output).find_run(run)
        write_report(folder)
    typer.echo(f"The report: {folder.report_html}")


run_commands.register(app)
predict_commands.register(app)
service_commands.register(app)


def main() -> None:
    """Run the command line; one sentence on standard error, and exit 1, where a study cannot."""
    try:
        check_packages()
        with plain_shortages(Path()):
            app()
    except StudyError as error:
        if os.environ.get("FILM_GENRES_TRACEBACK"):
            raise
        typer.echo(f"film-genres: {error}", err=True)
        sys.exit(DATA_FAILED)


def _studied(
    study: StudyConfig, request: RulerRequest, engine: Engine, *, force: bool
) -> StudyOutcome:
    from flows.genre_study import genre_study
    from flows.interrupt import INTERRUPTED, STOPPED, interruptible
    from flows.local_server import local_server
    from flows.same_ruler import same_ruler

    try:
        with interruptible(), local_server() as address:
            typer.echo(f"Watch it at {address.removesuffix('/api')}")
            if request.presets or request.folds > 1:
                return same_ruler(request, force=force, engine=engine)
            return genre_study(study, force=force, engine=engine)
    except KeyboardInterrupt:
        typer.echo(STOPPED, err=True)
        raise typer.Exit(INTERRUPTED) from None


def _prepare_engine(engine: Engine, study: StudyConfig) -> None:
    if engine.address is None:
        return
    # The results of tasks that ran on other machines have to be found by this one, and by the next.
    # Prefect reads its settings when it is imported, which looking at the workers does.
    results = Path(study.output).resolve() / "results"
    os.environ.setdefault("PREFECT_LOCAL_STORAGE_PATH", str(results))
    from flows.dask_workers import check_workers

    check_workers(engine.address, Path(study.output))


def _prepare_prefect() -> None:
    # Prefect's own lines stay in its database: ours already say on the terminal what goes on.
    keep_private()
    # As often as under a worker: a server that waits for signs of life gets them in time.
    os.environ.setdefault("PREFECT_FLOWS_HEARTBEAT_FREQUENCY", "30")
    # What a killed process held is freed by its tracker, which need not say so after a Ctrl-C.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker:UserWarning")
    os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", "stages,tasks,storage,modeling")
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    os.environ.setdefault("FILM_GENRES_PROGRESS", "live")


tune_command.register(app, _prepare_prefect)
