"""The champion models, as the registry under champions/ of a workspace keeps them."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.promotion_rules import PromotionDecision
from data_contracts.recipe import Recipe
from data_contracts.references import Branch, ContentRef, ModelRef, PredictorRef, SplitRef

Actor = Literal["study", "hand"]


class Champion(FrozenModel):
    """One branch's champion, with all that predicting with it takes.

    The model's folder holds its vocabulary where it reads overviews; the recipe says how posters
    are resized and overviews cut, and the genres are those of its outputs, in their order.
    """

    branch: Branch
    run_id: str
    data_name: str
    seed: int
    model: ModelRef
    split: SplitRef = Field(description="Which films it was trained and validated on.")
    genres: tuple[str, ...]
    recipe: Recipe
    predictor: PredictorRef | None = Field(None, description="None for runs of before there was.")

    def content(self) -> tuple[ContentRef, ...]:
        """Return every store folder that the champion needs."""
        return (self.model, self.split, *(() if self.predictor is None else (self.predictor,)))


class Reign(FrozenModel):
    """The champions at one moment, and the entry of the history that made them so; 0 for none."""

    entry: int = Field(0, ge=0)
    champions: tuple[Champion, ...] = ()

    def of(self, branch: Branch) -> Champion | None:
        """Return the branch's champion, where it has one."""
        return next((one for one in self.champions if one.branch == branch), None)

    def rivals(self, models: tuple[ModelRef, ...]) -> tuple[Champion, ...]:
        """Return the champions that a run's models have to meet, the first of each branch.

        A branch without a new model, or whose champion the new model is, has none.
        """
        first = {model.branch: model.sha256 for model in reversed(models)}
        return tuple(
            one
            for one in self.champions
            if first.get(one.branch, one.model.sha256) != one.model.sha256
        )


class HistoryEntry(FrozenModel):
    """One line of the registry's history: what was done, and the champions from then on.

    previous is the number of the entry whose champions a rollback brings back, 0 where there were
    none.
    """

    schema_version: int = 1
    number: int = Field(ge=1)
    at: datetime
    action: Literal["promoted", "rolled back"]
    by: Actor
    run_id: str | None = Field(description="Run of the promoted models; none for a rollback.")
    branches: tuple[Branch, ...]
    champions: dict[Branch, Champion]
    previous: int = Field(ge=0)
    decisions: tuple[PromotionDecision, ...] = ()
