"""Why the models said what they said, and whether that can be trusted."""

from typing import Literal

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.estimate import Estimate


class PosterHeat(FrozenModel):
    """Where on a poster the CNN finds its first guess, by Grad-CAM."""

    film_id: str
    genre: str
    probability: float = Field(ge=0, le=1)
    heat: tuple[tuple[float, ...], ...] = Field(
        description="Rows from the top, 0 to 1; the hottest cell is 1, all are 0 where none is hot."
    )
    overlay_jpeg: bytes | None = Field(
        None, repr=False, description="The heat laid on the poster; absent where not to be shown."
    )


class WordContribution(FrozenModel):
    """One word of an overview as it is written there, and what it adds to a genre."""

    word: str
    contribution: float | None = Field(
        description="Probability with the word less the probability with an unknown word in its "
        "place; absent where the model does not read it: a lone mark, or after the last token read."
    )
    known: bool = Field(description="Whether the word is in the vocabulary; others add 0.")


class OverviewReading(FrozenModel):
    """What each word of an overview adds to the LSTM's first guess, by occlusion."""

    film_id: str
    genre: str
    probability: float = Field(ge=0, le=1)
    words: tuple[WordContribution, ...] = Field(description="All words, in their order.")


class ShuffledWeightsCheck(FrozenModel):
    """How much a model's explanations resemble those of the same model with shuffled weights.

    similarity is the mean over films of the rank correlation between the two explanations: 1
    where they agree, about 0 where they have nothing in common. Explanations that stay alike
    do not come from what the model has learnt; passed says that all of the interval lies between
    -limit and limit.
    """

    films: int = Field(ge=1)
    shuffles: int = Field(ge=1)
    similarity: Estimate
    limit: float
    passed: bool


Shuffled = Literal["posters among films", "overviews among films", "words within overviews"]


class Control(FrozenModel):
    """A model's mAP on test films whose inputs were shuffled, as a mean over the shuffles."""

    model: str
    shuffled: Shuffled
    shuffles: int = Field(ge=1)
    map: Estimate
    loss: Estimate = Field(description="mAP on the true inputs less map, paired over films.")


class Explanations(FrozenModel):
    """Why the models say what they say of the films that the report shows."""

    schema_version: int = 1
    posters: tuple[PosterHeat, ...] = ()
    overviews: tuple[OverviewReading, ...] = ()
    checks: dict[str, ShuffledWeightsCheck] = Field(default={}, description="By model.")
    controls: tuple[Control, ...] = ()
