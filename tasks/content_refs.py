"""Every reference into the content store within a task's input or result."""

from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel

from data_contracts.references import ContentRef


def content_refs(value: object, name: str = "") -> Iterator[tuple[str, ContentRef]]:
    """Yield every reference into the content store within a task's input or result, by name.

    A name is the dotted path to the reference; in a sequence it has the reference's branch, or
    its place, and both from a branch's second reference on.
    """
    if isinstance(value, ContentRef):
        yield name, value
    elif isinstance(value, BaseModel):
        yield from content_refs(_fields(value), name)
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from content_refs(member, f"{name}.{key}" if name else key)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        seen: set[str] = set()
        for place, member in enumerate(value):
            branch = getattr(member, "branch", str(place))
            part = f"{branch}-{place}" if branch in seen else branch
            seen.add(branch)
            yield from content_refs(member, f"{name}.{part}")


def _fields(model: BaseModel) -> dict[str, object]:
    return {field: getattr(model, field) for field in type(model).model_fields}
