"""One study of a data set at a time, whatever deployment it comes from."""

import contextlib
import hashlib
import logging
from collections.abc import Iterator
from typing import Final

from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency
from prefect.runtime import deployment

from data_contracts.config import StudyConfig
from storage.sources import source_name

LEASE_SECONDS: Final = 60
"""The shortest that Prefect allows: how long a killed study's turn stays taken."""

_logger = logging.getLogger(__name__)


@contextlib.contextmanager
def in_turn(config: StudyConfig) -> Iterator[None]:
    """Hold the data set's turn while the block runs; a study that comes meanwhile waits for it.

    Only runs of deployments take turns: others were started by a person, who sees what runs.
    """
    if deployment.id is None:
        yield
        return
    limit = limit_name(config)
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(limit, limit=1)
    _logger.info("waiting for the turn of %s", limit)
    with concurrency(limit, lease_duration=LEASE_SECONDS, strict=True):
        yield


def limit_name(config: StudyConfig) -> str:
    """Return the name of the data set's concurrency limit in Prefect."""
    location = config.data or "sample films"
    digest = hashlib.sha256(location.encode()).hexdigest()
    return f"films-{source_name(location)}-{digest[:8]}"
