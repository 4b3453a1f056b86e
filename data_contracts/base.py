"""The base of every value that crosses a boundary: immutable, and strict about its fields."""

from pydantic import BaseModel, ConfigDict


class FrozenModel(BaseModel):
    """A pydantic model that cannot change after it is made and refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
