"""When a stage may be skipped: the same content in, the same settings, the same code."""

import logging
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from prefect import Task
from prefect.cache_policies import CachePolicy
from prefect.context import TaskRunContext
from prefect.results import ResultStore, get_result_store
from pydantic import JsonValue

from data_contracts.presets import resolve_recipe
from data_contracts.results import StageKey, StageRecord
from data_contracts.study import Study
from stages.code_version import library_versions, module_digests
from stages.open_study import run_folder
from stages.stage_history import FIRST, earlier_keys, why_hit, why_made
from storage.atomic import write_text
from storage.runs import Workspace
from tasks.content_refs import content_refs
from tasks.stored_result import StoredResult, find_stored, key_digest

_logger = logging.getLogger(__name__)


@dataclass
class ContentPolicy(CachePolicy):
    """Key a task on the digests of its inputs, some settings, and the code it runs.

    stage: the task's name in keys and records. code: the module whose functions the task calls;
    what it imports of ours counts too. settings: dotted paths into the StudyConfig that the
    result depends on. ignores: dotted paths of references among the inputs that it does not
    depend on, or whose content the others determine already. number: the input that tells the
    tasks of a stage apart, where it has several; it becomes part of their names.

    A stored result whose content is gone or altered in the store is not returned: the task runs
    again under the next generation of its key.
    """

    stage: str = ""
    code: str = ""
    settings: tuple[str, ...] = ()
    ignores: tuple[str, ...] = field(default=())
    number: str = ""

    def compute_key(
        self,
        task_ctx: TaskRunContext,
        inputs: dict[str, Any],
        flow_parameters: dict[str, Any],
        **kwargs: object,
    ) -> str | None:
        """Return the key, and write down in the run's folder whether it hits and why."""
        del task_ctx, flow_parameters, kwargs
        started = time.monotonic()
        study: Study = inputs["study"]
        key = self.stage_key(inputs)
        stored = find_stored(key, get_result_store())
        reason = _reason(key, stored, study)
        stage = study.stage_name(key.stage)
        write_text(run_folder(study).key(stage), key.model_dump_json())
        _say(stage, stored, reason)
        run_folder(study).note_stage(
            StageRecord(
                stage=stage,
                seconds=time.monotonic() - started,
                cache="hit" if stored.usable else "miss",
                reason=reason,
            )
        )
        return stored.name

    def key(self, inputs: dict[str, Any]) -> str:
        """Return the SHA-256 of all that the task's result depends on."""
        return key_digest(self.stage_key(inputs))

    def stage_key(self, inputs: dict[str, Any]) -> StageKey:
        """Return all that the task's result depends on."""
        study: Study = inputs["study"]
        recipe = resolve_recipe(study.config)
        config = study.config.model_copy(update={"recipe": recipe}).model_dump(mode="json")
        others = {name: value for name, value in inputs.items() if name != "study"}
        return StageKey(
            stage=f"{self.stage}-{inputs[self.number]}" if self.number else self.stage,
            inputs={
                name: ref.sha256
                for name, ref in content_refs(others)
                if not any(f"{name}.".startswith(f"{path}.") for path in self.ignores)
            },
            settings={path: _at(config, path) for path in self.settings},
            code=dict(module_digests(self.code)),
            libraries=library_versions(),
            workspace=str(Path(study.config.output).resolve()),
        )


def is_stored(task: "Task[Any, Any]", inputs: dict[str, Any]) -> bool:
    """Tell whether a task has nothing left to do: its result is stored and can be used."""
    policy = task.cache_policy
    if not isinstance(policy, ContentPolicy):
        return False
    results = get_result_store().update_for_task(task)
    # It would be a coroutine where an event loop runs, and flows of ours run without one.
    return find_stored(policy.stage_key(inputs), cast(ResultStore, results)).usable


def _say(stage: str, stored: StoredResult, reason: str) -> None:
    if stored.usable:
        _logger.info("%s: unchanged, the stored result is used", stage)
    elif reason != FIRST:
        _logger.info("%s: made again, %s", stage, reason)


def _reason(key: StageKey, stored: StoredResult, study: Study) -> str:
    stage = study.stage_name(key.stage)
    earlier = earlier_keys(Workspace(Path(key.workspace)), stage, study.run_id)
    if stored.usable:
        return why_hit(key, earlier)
    return why_made(key, earlier) if stored.damage is None else stored.damage


def _at(config: dict[str, JsonValue], path: str) -> JsonValue:
    value: JsonValue = config
    for name in path.split("."):
        value = cast("dict[str, JsonValue]", value)[name]
    return value
