"""The command that searches for a recipe."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final

import typer

from data_contracts.config import Preset
from data_contracts.references import Branch
from flows.settings import build_config

_DEFAULT_OUTPUT: Final = Path("tuning")


def register(app: typer.Typer, prepare_prefect: Callable[[], None]) -> None:
    """Add the command to the command line. prepare_prefect: called before Prefect is imported."""

    def tune(
        data: Annotated[
            str | None, typer.Option(help="Folder, archive or URL; default: sample films.")
        ] = None,
        branch: Annotated[
            Branch | None, typer.Option(help="One model alone; default: both, side by side.")
        ] = None,
        trials: Annotated[int, typer.Option(min=1, help="Finished trials of each model.")] = 20,
        preset: Annotated[Preset, typer.Option(help="Recipe to start from.")] = "tuned",
        seed: Annotated[int, typer.Option(min=0, help="Seed of split, trainings and search.")] = 1,
        config: Annotated[
            Path | None, typer.Option(help="JSON file of settings; flags win over it.")
        ] = None,
        output: Annotated[
            Path, typer.Option(help="Workspace folder of the search, none that runs are in.")
        ] = _DEFAULT_OUTPUT,
    ) -> None:
        """Search for the recipe that does best on validation films; the same command goes on."""
        flags = {"data": data, "preset": preset, "seed": seed, "output": str(output)}
        study = build_config(config, {name: v for name, v in flags.items() if v is not None})
        prepare_prefect()
        typer.echo("Starting Prefect, which takes up to half a minute")
        from flows.interrupt import INTERRUPTED, STOPPED, interruptible
        from flows.local_server import local_server
        from flows.tune_models import tune_models
        from reporting.trial_table import trial_table

        try:
            with interruptible(), local_server():
                tables = tune_models(study, (branch,) if branch else ("cnn", "lstm"), trials)
        except KeyboardInterrupt:
            typer.echo(STOPPED, err=True)
            raise typer.Exit(INTERRUPTED) from None
        for table in tables:
            typer.echo(f"\n{trial_table(table)}")

    app.command()(tune)
