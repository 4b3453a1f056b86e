"""When a stage may be skipped: the same content in, the same settings, the same code."""

import hashlib
import json
import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prefect.cache_policies import CachePolicy
from prefect.context import TaskRunContext
from prefect.results import get_result_store
from pydantic import BaseModel

from data_contracts.presets import resolve_recipe
from data_contracts.references import ContentRef
from data_contracts.results import StageRecord
from data_contracts.study import Study
from stages.code_version import code_digest, library_versions
from stages.open_study import run_folder
from storage.runs import Workspace

_logger = logging.getLogger(__name__)


@dataclass
class ContentPolicy(CachePolicy):
    """Key a task on the digests of its inputs, some settings, and the code it runs.

    stage: the task's name in keys and records. code: the module whose functions the task calls;
    what it imports of ours counts too. settings: dotted paths into the StudyConfig that the
    result depends on. ignores: inputs whose content the others determine already.

    A stored result whose content is gone or altered in the store is not returned: the task runs
    again under the next generation of its key.
    """

    stage: str = ""
    code: str = ""
    settings: tuple[str, ...] = ()
    ignores: tuple[str, ...] = field(default=())

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
        key, hit, reason = self._generation(self.key(inputs), _store_root(study))
        if hit:
            _logger.info("%s: unchanged, the stored result is used", self.stage)
        run_folder(study).note_stage(
            StageRecord(
                stage=self.stage,
                seconds=time.monotonic() - started,
                cache="hit" if hit else "miss",
                reason=reason,
            )
        )
        return key

    def key(self, inputs: dict[str, Any]) -> str:
        """Return the SHA-256 of all that the task's result depends on."""
        study: Study = inputs["study"]
        recipe = resolve_recipe(study.config)
        config = study.config.model_copy(update={"recipe": recipe}).model_dump(mode="json")
        parts = {
            "stage": self.stage,
            "code": code_digest(self.code),
            "libraries": library_versions(),
            "workspace": str(_store_root(study).resolve()),
            "settings": {path: _at(config, path) for path in self.settings},
            "inputs": {
                name: [ref.sha256 for ref in content_refs(value)]
                for name, value in inputs.items()
                if name != "study" and name not in self.ignores
            },
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def _generation(self, key: str, store_root: Path) -> tuple[str, bool, str]:
        results = get_result_store()
        reason = "these inputs, settings and code are new"
        generation = 0
        while results.exists(candidate := f"{self.stage}-{key}-{generation}"):
            if _intact(results.read(candidate).result, store_root):
                return candidate, True, "inputs, settings and code are those of an earlier run"
            reason = "the stored result is gone or was altered, so it is made again"
            generation += 1
        return candidate, False, reason


def content_refs(value: object) -> Iterator[ContentRef]:
    """Yield every reference into the content store within a task's input or result."""
    if isinstance(value, ContentRef):
        yield value
    elif isinstance(value, BaseModel):
        yield from content_refs([getattr(value, name) for name in type(value).model_fields])
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for member in value:
            yield from content_refs(member)


def _intact(result: object, store_root: Path) -> bool:
    store = Workspace(store_root).store
    return all(store.intact(ref.sha256) for ref in content_refs(result))


def _store_root(study: Study) -> Path:
    return Path(study.config.output)


def _at(config: dict[str, Any], path: str) -> object:
    value: Any = config
    for name in path.split("."):
        value = value[name]
    return value
