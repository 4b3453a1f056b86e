"""What the project tells Prefect's automations: custom events about data sets and studies."""

import time
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from prefect.client.orchestration import get_client
from prefect.events import emit_event
from prefect.events.filters import EventFilter, EventIDFilter

from data_contracts.errors import ServiceError
from data_contracts.watch import Look

DATASET_CHANGED: Final = "film-dataset.changed"
VERDICT_CHANGED: Final = "film-study.verdict-changed"
PROMOTION_REFUSED: Final = "film-study.promotion-refused"
CONFIRM_SECONDS: Final = 60


def announce_change(look: Look) -> None:
    """Emit that a source changed, and wait until the server has stored it.

    The event's id follows from the source and the number of the change: an announcement that is
    made again, after a crash in between, is the same event to the server.

    Raises ServiceError where the server does not confirm it.
    """
    event_id = uuid5(NAMESPACE_URL, f"{DATASET_CHANGED}/{look.location}/{look.number}")
    emit_event(
        DATASET_CHANGED,
        resource=_dataset(look.name),
        payload={"data": look.location, "sha256": look.sha256, "previous": look.previous},
        id=event_id,
    )
    _confirm(event_id)


def verdicts_changed(run_id: str, data_name: str, changes: dict[str, str]) -> None:
    """Emit that genres have other verdicts than in the last run; changes: a sentence by genre."""
    emit_event(
        VERDICT_CHANGED,
        resource=_study(run_id),
        related=[{**_dataset(data_name), "prefect.resource.role": "data-set"}],
        payload={"run_id": run_id, "message": "; ".join(changes.values()), "verdicts": changes},
    )


def promotion_refused(run_id: str, data_name: str, reasons: dict[str, str]) -> None:
    """Emit that a run's models stay out of the champion's place; reasons: a sentence by branch."""
    emit_event(
        PROMOTION_REFUSED,
        resource=_study(run_id),
        related=[{**_dataset(data_name), "prefect.resource.role": "data-set"}],
        payload={"run_id": run_id, "message": "; ".join(reasons.values()), "reasons": reasons},
    )


def _dataset(name: str) -> dict[str, str]:
    return {"prefect.resource.id": f"film-dataset.{name}", "prefect.resource.name": name}


def _study(run_id: str) -> dict[str, str]:
    return {"prefect.resource.id": f"film-study.{run_id}", "prefect.resource.name": run_id}


def _confirm(event_id: UUID) -> None:
    deadline = time.monotonic() + CONFIRM_SECONDS
    with get_client(sync_client=True) as client:
        while time.monotonic() < deadline:
            if client.read_events(EventFilter(id=EventIDFilter(id=[event_id])), limit=1).events:
                return
            time.sleep(0.2)
    raise ServiceError(
        f"{client.api_url}: the server did not store the announcement within {CONFIRM_SECONDS} s; "
        f"see that it runs, and the next look announces the change"
    )
