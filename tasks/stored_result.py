"""Results of earlier runs in Prefect's storage, and whether what they refer to is still whole."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from prefect.results import ResultStore

from data_contracts.results import StageKey
from storage.runs import Workspace
from tasks.content_refs import content_refs


@dataclass(frozen=True)
class StoredResult:
    """The name that a result has, or will have, in Prefect's storage.

    damage: what is wrong with the content that an earlier result of the same key refers to.
    """

    name: str
    usable: bool
    damage: str | None = None


def find_stored(key: StageKey, results: ResultStore) -> StoredResult:
    """Return the stored result of a key, or what the next one is to be called."""
    digest, damage, generation = key_digest(key), None, 0
    while results.exists(name := f"{key.stage}-{digest}-{generation}"):
        damage = _damage(name, results, Workspace(Path(key.workspace)))
        if damage is None:
            return StoredResult(name, usable=True)
        generation += 1
    return StoredResult(name, usable=False, damage=damage)


def key_digest(key: StageKey) -> str:
    """Return the SHA-256 of a key."""
    return hashlib.sha256(key.model_dump_json().encode()).hexdigest()


def _damage(name: str, results: ResultStore, workspace: Workspace) -> str | None:
    try:
        result = results.read(name).result
    except (OSError, ValueError) as error:
        return f"the stored result cannot be read ({type(error).__name__})"
    refs = (ref.sha256 for _, ref in content_refs(result))
    return next(filter(None, map(workspace.store.damage, refs)), None)
