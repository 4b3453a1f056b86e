"""Look at a source, and announce that it changed."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from data_contracts.watch import Look
from stages import watch
from storage.runs import Workspace
from tasks.events import announce_change


@task(
    name="look at source",
    task_run_name="look at {location}",
    tags={"stage: watch"},
    cache_policy=NO_CACHE,  # whether the source changed is what this task finds out
)
def look_at_source(location: str, workspace: Workspace, settle_seconds: float) -> Look:
    """Compare the source to what was last announced."""
    return watch.look_at(location, workspace, settle_seconds)


@task(
    name="note look",
    task_run_name="{look.name}: {look.found}",
    tags={"stage: watch"},
    cache_policy=NO_CACHE,
    retries=2,  # the same event again, which the server counts once
    retry_delay_seconds=10,
)
def note_look(look: Look, workspace: Workspace) -> None:
    """Announce a change, and write down what was found for the next look."""
    if look.found == "changed":
        announce_change(look)
    watch.keep(look, workspace)
