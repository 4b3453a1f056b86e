"""The commands that use a run's models: answer for new films, and take the models away."""

from pathlib import Path
from typing import Annotated

import typer

from flows.options import DEFAULT_OUTPUT, Output
from modeling.native_lines import native_lines_hidden

WorkspaceOption = Annotated[Path, typer.Option("--workspace", help="Workspace folder of the runs.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (predict, export):
        app.command()(command)


def predict(
    poster: Annotated[Path | None, typer.Option(help="A film's poster, an image file.")] = None,
    overview: Annotated[str | None, typer.Option(help="A film's overview, a text.")] = None,
    data: Annotated[
        str | None, typer.Option(help="Folder, archive or URL of a whole set of films.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="With --data: Parquet file for the answers.")
    ] = None,
    run: Annotated[
        str | None, typer.Option(help="Id of a run, or 'latest'; default: the champions.")
    ] = None,
    workspace: WorkspaceOption = DEFAULT_OUTPUT,
    *,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say what the first guesses come from.")
    ] = False,
) -> None:
    """Say which genres a film has: by its poster, by its overview, and by both."""
    from reporting.prediction_words import film_lines, set_lines
    from stages.predictors import find_predictors
    from storage.runs import Workspace

    _check(poster, overview, data, output, explain=explain)
    there = Workspace(workspace)
    predictors = find_predictors(there, run)
    if data is not None and output is not None:
        from stages.predict_films import predict_films

        lines = set_lines(predict_films(data, output, predictors, there.store))
    else:
        from stages.predict_film import predict_film

        answer = predict_film(poster, overview, predictors, there.store, explain=explain)
        lines = film_lines(answer)
    for line in lines:
        typer.echo(line)


def export(
    run: Annotated[str, typer.Argument(help="Id of a run, or 'latest'.")],
    folder: Annotated[Path, typer.Argument(help="New folder for the files.")],
    output: Output = DEFAULT_OUTPUT,
) -> None:
    """Write a run's models as files for Keras, TensorFlow and LiteRT, with a model card."""
    from stages.export import export_run
    from storage.runs import Workspace

    workspace = Workspace(output)
    found = workspace.find_run(run)
    with native_lines_hidden():
        names = export_run(workspace, found, folder)
    typer.echo(f"{folder} holds the models of {found.run_id}: {', '.join(names)}")


def _check(
    poster: Path | None,
    overview: str | None,
    data: str | None,
    output: Path | None,
    *,
    explain: bool,
) -> None:
    single = poster is not None or overview is not None
    if single == (data is not None):
        raise typer.BadParameter("give --poster, --overview or both, or else --data with --output")
    if (data is None) != (output is None):
        raise typer.BadParameter("--data and --output go together")
    if explain and data is not None:
        raise typer.BadParameter("--explain is for one film, with --poster or --overview")
