"""When a new model takes the champion's place, and what was measured to decide it."""

from typing import Final, Literal

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.estimate import Estimate
from data_contracts.references import Branch

Reason = Literal[
    "no champion",
    "better",
    "by hand",
    "same model",
    "other data set",
    "below the floor",
    "too few films",
    "not shown to be better",
    "overtaken",
    "champion gone",
]
PROMOTING: Final[tuple[Reason, ...]] = ("no champion", "better", "by hand")
CHANCE_BASELINES: Final = ("constant", "prevalence")


class PromotionConfig(FrozenModel):
    """What a model has to show before it becomes its branch's champion."""

    min_films: int = Field(
        100,
        ge=1,
        description="Fewest test films, unseen by the champion, that a comparison rests on.",
    )
    floor: tuple[str, ...] = Field(
        CHANCE_BASELINES,
        description="Baselines that a champion must be shown to beat in mean average precision, "
        "those of the other modality left out.",
    )
    across_data_sets: bool = Field(
        default=False,
        description="Let models of one data set replace the champion of another; off, only "
        "`film-genres promote` does.",
    )


class PromotionDecision(FrozenModel):
    """What became of one branch's new model, and the figures that decided it.

    All figures are mean average precisions over genres, on the test films that the champion
    neither trained nor validated on; absent where nothing was compared.
    """

    branch: Branch
    reason: Reason
    champion_run: str | None = Field(description="Run of the champion that it met, if any.")
    data_name: str | None = Field(None, description="Data set of that champion.")
    films: int = Field(0, ge=0, description="Test films that the champion has not seen.")
    seen: int = Field(0, ge=0, description="Test films left out since the champion saw them.")
    genres: tuple[str, ...] = Field((), description="Genres with enough of those films.")
    candidate: Estimate | None = None
    champion: Estimate | None = None
    difference: Estimate | None = Field(None, description="New model less champion, paired.")
    floor: dict[str, Estimate] = Field(
        {}, description="New model less each baseline of the floor, on all test films."
    )

    @property
    def promoted(self) -> bool:
        """Whether the model is now the champion."""
        return self.reason in PROMOTING

    @property
    def refused(self) -> bool:
        """Whether the model met a champion, or the floor, and lost."""
        return not self.promoted and self.reason != "same model"


class PromotionOutcome(FrozenModel):
    """The contents of promotion.json: what a study's models came to."""

    schema_version: int = 1
    run_id: str
    settings: PromotionConfig
    min_support: int = Field(ge=1, description="Films a genre needs to count in the means.")
    confidence: float
    decisions: tuple[PromotionDecision, ...]
    entry: int | None = Field(None, description="Number in the history, where one was written.")
