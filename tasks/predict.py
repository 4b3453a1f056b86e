"""Answer for a whole set of films."""

from pathlib import Path

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from data_contracts.prediction import SetAnswer
from reporting.prediction_words import set_lines
from storage.runs import Workspace


@task(
    name="predict films",
    task_run_name="genres of the films of {data}",
    tags={"stage: predict"},
    cache_policy=NO_CACHE,  # the films, and who is champion, may have changed since
)
def predict_films(data: str, file: Path, run: str | None, workspace: Workspace) -> SetAnswer:
    """Ask the champions, or the models of a run, and keep what was found as an artifact."""
    from stages import predict_films as stage
    from stages.predictors import find_predictors

    answer = stage.predict_films(data, file, find_predictors(workspace, run), workspace.store)
    create_markdown_artifact("\n\n".join(set_lines(answer)), key="predicted-films")
    return answer
