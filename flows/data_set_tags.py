"""The tag by which Prefect's pages tell the runs of one data set from another's."""

import contextlib
from collections.abc import Iterator
from uuid import UUID

from prefect import tags
from prefect.client.orchestration import get_client
from prefect.runtime import flow_run

from data_contracts.config import StudyConfig
from storage.sources import source_name


def data_set_tag(config: StudyConfig) -> str:
    """Return the tag of a study's data set: its name, without the folders that lead to it."""
    return f"films: {source_name(config.data or 'sample films')}"


@contextlib.contextmanager
def tagged(config: StudyConfig) -> Iterator[None]:
    """Tag this flow run, and all task and flow runs that the block starts, with its data set."""
    tag = data_set_tag(config)
    with get_client(sync_client=True) as client:
        client.update_flow_run(UUID(flow_run.id), tags={*flow_run.tags, tag})
    with tags(tag):
        yield
