"""The watcher as a flow, against a real Prefect server."""

import shutil
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.events.filters import EventFilter, EventNameFilter

from data_contracts.errors import SourceError
from data_contracts.films import CSV_NAME
from flows.watch_source import watch_source
from tasks.events import DATASET_CHANGED, announce_change

pytestmark = pytest.mark.slow


@pytest.fixture
def films(film_folder, tmp_path: Path) -> Path:
    return Path(shutil.copytree(film_folder, tmp_path / "films"))


def events(films: Path) -> list:
    named = EventFilter(event=EventNameFilter(name=[DATASET_CHANGED]))
    with get_client(sync_client=True) as client:
        found = client.read_events(named, limit=50).events
    return [event for event in found if event.payload["data"] == str(films)]


def test_a_change_is_announced_once_with_its_digest(films, tmp_path, prefect_server):
    workspace = str(tmp_path / "workspace")

    first = watch_source(str(films), workspace, 0, return_state=True)
    second = watch_source(str(films), workspace, 0, return_state=True)

    assert first.is_completed()
    assert first.message.startswith("changed: ")
    assert second.message.startswith("unchanged: ")
    (event,) = events(films)
    assert event.payload["sha256"] == first.result().sha256
    assert event.resource.id == "film-dataset.films"

    # A crash between the announcement and its note: it is made again, and is the same event.
    announce_change(first.result())
    assert len(events(films)) == 1


def test_where_no_data_set_is_named_there_is_nothing_to_watch(tmp_path, prefect_server):
    state = watch_source(None, str(tmp_path / "workspace"), 0, return_state=True)

    assert (state.is_completed(), state.message) == (
        True,
        "nothing to watch: no data set is named",
    )


def test_a_source_that_is_gone_fails_with_one_sentence(films, tmp_path, prefect_server):
    (films / CSV_NAME).unlink()

    with pytest.raises(SourceError, match="there is no"):
        watch_source(str(films), str(tmp_path / "workspace"), 0)
