"""How the films were divided: the contents of shares.json."""

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.references import Part


class SplitGroups(FrozenModel):
    """Films that stay together because their overviews or posters are alike."""

    groups: int = Field(ge=0, description="Groups of at least two films.")
    films: int = Field(ge=0, description="Films in those groups.")
    largest: int = Field(ge=0, description="Films in the largest group.")
    links: dict[str, int] = Field(description="Pairs that were found alike: overview, poster.")


class SplitShares(FrozenModel):
    """Films of each genre in each part."""

    films: dict[Part, int]
    per_genre: dict[str, dict[Part, int]]
    groups: SplitGroups | None = Field(None, description="Absent in splits of before they were.")
    continues: str | None = Field(None, description="The run whose films kept their parts.")
    kept: int = Field(0, ge=0, description="Films of that run that are where they were.")
    moved: int = Field(0, ge=0, description="Films of it that went to training with their group.")
