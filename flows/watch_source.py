"""Watching a source: look at it, and announce each real change of its content once."""

from pathlib import Path
from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from data_contracts.watch import Look
from storage.runs import Workspace
from tasks.watch import look_at_source, note_look

Name = Annotated[str, Field(min_length=1)]
Seconds = Annotated[float, Field(ge=0, le=3_600)]


@flow(name="watch-source", flow_run_name="look at {data}")
def watch_source(
    data: Name | None = None, output: Name = "workspace", settle_seconds: Seconds = 30
) -> State[Look | None]:
    """Emit film-dataset.changed where the content is another than the last that was accepted.

    Args:
        data: Folder, archive or URL of the film data set to watch; empty for none.
        output: Workspace folder of the studies.
        settle_seconds: A source counts as written once nothing in it has changed for so long.

    """
    if data is None:
        return Completed(message="nothing to watch: no data set is named")
    workspace = Workspace(Path(output))
    look = look_at_source(data, workspace, settle_seconds)
    note_look(look, workspace)
    return Completed(message=look.sentence, data=look)
