"""Claims about a study's models, as data: what a claim says, and the rules that decide it.

The published study's five claims are CLAIMS; a study's settings may add others (claims in a
--config file), each of the same rules. docs/report.md explains how.
"""

from typing import Annotated, Final, Literal

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.references import Branch

Curve = Literal[
    "loss",
    "precision",
    "recall",
    "val_loss",
    "val_precision",
    "val_recall",
    "train_loss_eval",
    "train_precision_eval",
    "train_recall_eval",
]
"""A column of a history; those named _eval are of training films with dropout off."""

Genres = Annotated[tuple[str, ...], Field(min_length=1)]
Move = Literal["rises", "falls", "stays"]


class BetterAt(FrozenModel):
    """One modality's model has the higher average precision at each of some genres."""

    kind: Literal["better at"] = "better at"
    modality: Literal["poster", "overview"]
    genres: Genres


class SaysTooOften(FrozenModel):
    """A model says each of some genres more often than they are true, at threshold .5."""

    kind: Literal["says too often"] = "says too often"
    model: str
    genres: Genres


class FailsAt(FrozenModel):
    """Each of some models has an F1 below a limit at each of some genres, at fitted thresholds."""

    kind: Literal["fails at"] = "fails at"
    models: tuple[str, ...] = Field(min_length=1)
    genres: Genres
    below: float = Field(0.2, gt=0, le=1)


class MorePrecise(FrozenModel):
    """A model has a higher micro-precision than a rival at threshold .5."""

    kind: Literal["more precise"] = "more precise"
    model: str
    rival: str


class SaysFewer(FrozenModel):
    """A model says fewer genres a film than a rival at threshold .5."""

    kind: Literal["says fewer"] = "says fewer"
    model: str
    rival: str


class CurveMoves(FrozenModel):
    """A curve rises, falls or stays, in every training.

    The mean of its last three epochs is set against that of the first three; or that of the last
    three after the best epoch, the one with the lowest validation loss, against the best epoch.
    Up to the tolerance, and where no epoch came after the best one, it stays.
    """

    kind: Literal["curve moves"] = "curve moves"
    branch: Branch
    curve: Curve
    move: Move
    since: Literal["start", "best epoch"] = "start"
    tolerance: float = Field(0.03, ge=0)


class Generalises(FrozenModel):
    """At the best epoch, validation is at most a tolerance below training with dropout off."""

    kind: Literal["generalises"] = "generalises"
    branch: Branch
    figure: Literal["precision", "recall"]
    tolerance: float = Field(0.05, ge=0)


Rule = Annotated[
    BetterAt | SaysTooOften | FailsAt | MorePrecise | SaysFewer | CurveMoves | Generalises,
    Field(discriminator="kind"),
]


class Claim(FrozenModel):
    """A claim: refuted where any figure of its rules refutes it, confirmed where all confirm it."""

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="Short name, the same every time.")
    claim: str = Field(min_length=1, description="What is claimed, in one sentence.")
    source: str = Field("these settings", description="Who claims it.")
    rules: tuple[Rule, ...] = Field(min_length=1, description="All must hold.")


_SOURCE: Final = "published study"

CLAIMS: Final[tuple[Claim, ...]] = (
    Claim(
        key="cnn-over-fits",
        source=_SOURCE,
        claim="The CNN over-fits: training precision rises (to .81) and recall too (from .30 to "
        ".60), while validation precision falls, recall stays (at .30 to .35) and validation loss "
        "rises after the first epochs.",
        rules=(
            CurveMoves(branch="cnn", curve="precision", move="rises"),
            CurveMoves(branch="cnn", curve="recall", move="rises"),
            CurveMoves(branch="cnn", curve="val_precision", move="falls", since="best epoch"),
            CurveMoves(branch="cnn", curve="val_recall", move="stays", since="best epoch"),
            CurveMoves(branch="cnn", curve="val_loss", move="rises", since="best epoch"),
        ),
    ),
    Claim(
        key="lstm-generalises",
        source=_SOURCE,
        claim="The LSTM generalises (training precision .57, validation .60; recall .32 and .30): "
        "it predicts fewer genres than the CNN, more precisely.",
        rules=(
            Generalises(branch="lstm", figure="precision"),
            Generalises(branch="lstm", figure="recall"),
            SaysFewer(model="lstm", rival="cnn"),
            MorePrecise(model="lstm", rival="cnn"),
        ),
    ),
    Claim(
        key="posters-tell-visual-genres",
        source=_SOURCE,
        claim="The CNN is better at visually driven genres: Action, Thriller, Horror.",
        rules=(BetterAt(modality="poster", genres=("Action", "Thriller", "Horror")),),
    ),
    Claim(
        key="overviews-tell-context-genres",
        source=_SOURCE,
        claim="The LSTM is better at context driven genres: Drama, Romance, Comedy; and it "
        "over-predicts Drama and Comedy.",
        rules=(
            BetterAt(modality="overview", genres=("Drama", "Romance", "Comedy")),
            SaysTooOften(model="lstm", genres=("Drama", "Comedy")),
        ),
    ),
    Claim(
        key="subtle-genres-fail",
        source=_SOURCE,
        claim="Both fail on subtle genres: Sci-Fi, Music (and Musical), Sport.",
        rules=(FailsAt(models=("cnn", "lstm"), genres=("Sci-Fi", "Music", "Musical", "Sport")),),
    ),
)
