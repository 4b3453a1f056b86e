"""Genres for a whole set of films, by the champions or by the models of a run."""

from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from data_contracts.prediction import SetAnswer
from storage.runs import Workspace
from tasks.predict import predict_films

Name = Annotated[str, Field(min_length=1)]


@flow(name="predict-genres", flow_run_name="genres of the films of {data}")
def predict_genres(
    data: Name, file: Name, output: Name = "workspace", run: Name | None = None
) -> SetAnswer:
    """Say which genres each film of a set has, in a file, and how the films differ.

    Args:
        data: Folder, archive or URL of the films; their genre columns are not looked at.
        file: Parquet file for the answers; one that is there is replaced.
        output: Workspace folder of the studies.
        run: Id of the run whose models are asked, or 'latest'; empty for the champions.

    """
    return predict_films(data, Path(file), run, Workspace(Path(output)))
