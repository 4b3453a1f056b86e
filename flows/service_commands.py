"""The commands that bring the service up and down."""

from typing import Annotated

import typer

from data_contracts.config import Preset
from flows.options import DEFAULT_OUTPUT, Output
from flows.privacy import keep_private

Data = Annotated[
    str | None,
    typer.Option("--data", help="What the schedules study, until the Prefect variable says so."),
]
Webhook = Annotated[
    str | None,
    typer.Option(
        "--webhook",
        envvar="FILM_GENRES_WEBHOOK",
        help="Address that is told of failures, changed verdicts and refused promotions.",
    ),
]
RecipeName = Annotated[Preset, typer.Option("--preset", help="Recipe of the schedules' studies.")]
Port = Annotated[
    int | None,
    typer.Option("--port", min=1, max=65_535, help="Port of the pages; default: 4200 if free."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(ui)
    app.command()(stop)
    app.command()(deploy)


def ui(
    output: Output = DEFAULT_OUTPUT,
    data: Data = None,
    preset: RecipeName = "smoke",
    webhook: Webhook = None,
    port: Port = None,
) -> None:
    """Bring up a Prefect server, the deployments and a worker; a second call finds them up."""
    keep_private()
    from flows.deployments import Deployed
    from flows.service import bring_up
    from storage.runs import Workspace

    service = bring_up(Workspace(output), Deployed(data, preset, webhook), port)
    typer.echo(f"Prefect's pages: {service.pages}")
    typer.echo(f"Its API: {service.api}")


def stop(output: Output = DEFAULT_OUTPUT) -> None:
    """End the worker and the server that `ui` started."""
    keep_private()
    from flows.service import bring_down
    from storage.runs import Workspace

    ended = bring_down(Workspace(output))
    typer.echo("The worker and the server have ended." if ended else "Nothing runs here.")


def deploy(
    output: Output = DEFAULT_OUTPUT,
    data: Data = None,
    preset: RecipeName = "smoke",
    webhook: Webhook = None,
) -> None:
    """Tell the configured Prefect server of the pool, the deployments and the automations."""
    keep_private()
    from flows import deployments
    from storage.runs import Workspace

    deployments.deploy(Workspace(output), deployments.Deployed(data, preset, webhook))
    typer.echo("The deployments are on the server; a worker of the pool 'films' runs them.")
