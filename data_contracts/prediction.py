"""What is answered about new films, and why."""

from typing import Literal

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.explanations import WordContribution
from data_contracts.references import Branch

Asked = Literal["poster", "overview", "both"]
BRANCH_OF: dict[Asked, Branch] = {"poster": "cnn", "overview": "lstm"}


class Guess(FrozenModel):
    """A genre, its calibrated probability, and whether that reaches the threshold."""

    genre: str
    probability: float = Field(ge=0, le=1)
    yes: bool


class Why(FrozenModel):
    """What adds to the first guess of each model, by taking it away."""

    poster_genre: str | None = None
    patches: tuple[tuple[float, ...], ...] = Field(
        (), description="Rows of what each patch of the poster adds to the probability."
    )
    overview_genre: str | None = None
    words: tuple[WordContribution, ...] = ()


class FilmAnswer(FrozenModel):
    """What is said of one film by its poster, by its overview, and by both."""

    guesses: dict[Asked, tuple[Guess, ...]] = Field(description="Most probable first.")
    runs: dict[Branch, str] = Field(description="The run that each model comes from.")
    notes: tuple[str, ...] = ()
    why: Why | None = None


class SetAnswer(FrozenModel):
    """What became of a whole set of films, whose answers lie in a file."""

    file: str
    films: int
    answered: dict[Asked, int] = Field(description="Films by what they were answered from.")
    unusable: str = Field(description="Films by what is wrong with them, in words; empty if none.")
    drifted: tuple[str, ...] = Field(description="In what the films differ from the training ones.")
    runs: dict[Branch, str]
    notes: tuple[str, ...] = ()
    seconds: float
