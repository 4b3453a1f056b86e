"""Why a stage's stored result is used, or made: its key beside those of the runs before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from data_contracts.errors import RunError
from data_contracts.results import StageKey
from storage.runs import RunFolder, Workspace, read_model

V = TypeVar("V")
FIRST = "no run of this workspace had this stage before"
_MOST_NAMED = 4
"""Of each kind of difference: beyond that a sentence is no longer read."""


@dataclass(frozen=True)
class EarlierKey:
    """What a stage's result depended on in an earlier run."""

    run_id: str
    key: StageKey


def earlier_keys(workspace: Workspace, stage: str, run_id: str) -> Iterator[EarlierKey]:
    """Yield the keys of a stage in all runs but the named one, latest first."""
    for folder in reversed(workspace.runs()):
        if folder.run_id != run_id and (key := _read_key(folder, stage)) is not None:
            yield EarlierKey(folder.run_id, key)


def why_hit(key: StageKey, earlier: Iterator[EarlierKey]) -> str:
    """Return why a stored result is used: which run it is alike to."""
    alike = next((one.run_id for one in earlier if one.key == key), "an earlier run")
    return f"inputs, settings, code and library versions are those of {alike}"


def why_made(key: StageKey, earlier: Iterator[EarlierKey]) -> str:
    """Return why there is no stored result: what differs from the last run of the stage."""
    last = next(earlier, None)
    if last is None:
        return FIRST
    found = differences(last.key, key)
    if not found:
        return f"{last.run_id} was alike and left no result that can be read"
    return f"since {last.run_id}: {'; '.join(found)}"


def differences(before: StageKey, now: StageKey) -> list[str]:
    """Return in words what differs between two keys of a stage, by kind."""
    kinds = [
        _named("input", _changed(before.inputs, now.inputs)),
        _values(_leaves(before.settings), _leaves(now.settings)),
        _named("code of", _changed(before.code, now.code)),
        _values(before.libraries, now.libraries),
        [] if before.workspace == now.workspace else ["the workspace has moved"],
    ]
    return [words for kind in kinds for words in kind]


def _read_key(folder: RunFolder, stage: str) -> StageKey | None:
    try:
        return read_model(folder.key(stage), StageKey)
    except (RunError, ValidationError):  # of before keys were kept, or in another form
        return None


def _changed(before: Mapping[str, V], now: Mapping[str, V]) -> list[str]:
    return [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]


def _named(kind: str, names: list[str]) -> list[str]:
    if not names:
        return []
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return [f"{kind} {', '.join(names[:_MOST_NAMED])}{more} changed"]


def _values(before: Mapping[str, V], now: Mapping[str, V]) -> list[str]:
    names = _changed(before, now)
    words = [_value(name, before, now) for name in names[:_MOST_NAMED]]
    return words + ([f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else [])


def _value(name: str, before: Mapping[str, V], now: Mapping[str, V]) -> str:
    if name not in now:
        return f"{name} no longer counts"
    if name not in before:
        return f"{name} counts too"
    return f"{name} is {now[name]}, was {before[name]}"


def _leaves(settings: Mapping[str, object]) -> dict[str, object]:
    """Return the values of nested settings by their dotted path."""
    leaves: dict[str, object] = {}
    for name, value in settings.items():
        if isinstance(value, Mapping):
            leaves |= {f"{name}.{path}": leaf for path, leaf in _leaves(value).items()}
        else:
            leaves[name] = value
    return leaves
