"""The project's automations: runs whose worker is gone, and whom to tell when all is not well."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import CallWebhook, ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectNotFound
from pydantic import SecretStr

from tasks.events import PROMOTION_REFUSED, VERDICT_CHANGED

SILENCE: Final = timedelta(seconds=120)
"""Four heartbeats: how long a run may give no sign of life."""

WEBHOOK_BLOCK: Final = "film-genres"
FLOWS: Final = (
    "genre-study",
    "preprocess",
    "encode",
    "train-branches",
    "explain",
    "package",
    "challenge",
    "same-ruler",
    "tune-models",
    "search-recipes",
    "predict-genres",
    "watch-source",
)
_HEARTBEAT: Final = "prefect.flow-run.heartbeat"
_ENDS: Final = ("Completed", "Failed", "Crashed", "Cancelled", "Cancelling", "AwaitingRetry")
_FAILURE: Final = """{
  "event": {{ event.event | tojson }},
  "run": {{ flow_run.name | tojson }},
  "message": {{ flow_run.state.message | tojson }},
  "address": {{ flow_run | ui_url | tojson }}
}"""
_NEWS: Final = """{
  "event": {{ event.event | tojson }},
  "run": {{ event.payload.run_id | tojson }},
  "message": {{ event.payload.message | tojson }}
}"""


def ensure_automations(client: SyncPrefectClient, webhook: str | None) -> None:
    """Make the automations, in place of others of the same name.

    One that is there already is left alone: with it would go what it waits for, the heartbeats of
    the runs under way.

    webhook: the address that is told; without one, those that tell are made only where the
    webhook block is there already. The address may hold a secret and is kept in that block alone.
    """
    wanted = [crashed_runs()]
    if webhook is not None:
        Webhook(url=SecretStr(webhook)).save(WEBHOOK_BLOCK, overwrite=True)
    block = _webhook_block(client)
    if block is not None:
        wanted += [told_of_failures(block), told_of_news(block)]
    for automation in wanted:
        found = client.read_automations_by_name(automation.name)
        if [_content(one) for one in found] != [_content(automation)]:
            for old in found:
                client.delete_automation(old.id)
            client.create_automation(automation)


def crashed_runs() -> AutomationCore:
    """Return what marks a run as crashed whose process is gone, so that it does not stay Running.

    After a heartbeat, another one or the end of the run is due within SILENCE.
    """
    ends = {f"prefect.flow-run.{state}" for state in _ENDS}
    return AutomationCore(
        name="film-genres: runs without a sign of life",
        description="Marks a run as crashed when it has been silent for two minutes.",
        trigger=EventTrigger(
            posture=Posture.Proactive,
            after={_HEARTBEAT},
            expect={_HEARTBEAT, *ends},
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related=_of_flows(FLOWS),
            for_each={"prefect.resource.id"},
            threshold=1,
            within=SILENCE,
        ),
        actions=[
            ChangeFlowRunState(
                name="Crashed",
                state=StateType.CRASHED,
                message=f"No sign of life for {SILENCE.seconds} s: its process or its machine is "
                f"gone. Started again, it goes on from its last finished epoch.",
            )
        ],
    )


def told_of_failures(block: UUID) -> AutomationCore:
    """Return what calls the webhook when a study or a look at a source failed or crashed."""
    return AutomationCore(
        name="film-genres: tell of failed runs",
        description="Calls the webhook block film-genres.",
        trigger=EventTrigger(
            posture=Posture.Reactive,
            expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed"},
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related=_of_flows(("genre-study", "watch-source")),
        ),
        actions=[CallWebhook(block_document_id=block, payload=_FAILURE)],
    )


def told_of_news(block: UUID) -> AutomationCore:
    """Return what calls the webhook on a verdict that changed and on a promotion refused."""
    return AutomationCore(
        name="film-genres: tell of changed verdicts and refused promotions",
        description="Calls the webhook block film-genres.",
        trigger=EventTrigger(
            posture=Posture.Reactive,
            expect={VERDICT_CHANGED, PROMOTION_REFUSED},
            match={"prefect.resource.id": "film-study.*"},
        ),
        actions=[CallWebhook(block_document_id=block, payload=_NEWS)],
    )


def _content(automation: AutomationCore) -> dict[str, Any]:
    """Return what an automation does; its trigger's sets in an order of their own."""
    content = automation.model_dump(mode="json", include={"trigger", "actions", "enabled"})
    trigger = content["trigger"]
    sets = ("after", "expect", "for_each")
    return {**content, "trigger": {**trigger, **{name: sorted(trigger[name]) for name in sets}}}


def _of_flows(names: tuple[str, ...]) -> ResourceSpecification:
    # Other projects on the same server may send heartbeats more rarely, or none.
    return ResourceSpecification.model_validate(
        {"prefect.resource.role": "flow", "prefect.resource.name": list(names)}
    )


def _webhook_block(client: SyncPrefectClient) -> UUID | None:
    try:
        document = client.read_block_document_by_name(WEBHOOK_BLOCK, "webhook")
    except ObjectNotFound:
        return None
    return document.id
