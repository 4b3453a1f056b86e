"""Where the models err: the contents of errors.json."""

from typing import Literal

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.estimate import Estimate


class GenreCounts(FrozenModel):
    """Test films counted by two genres: one row and one column a genre, in the study's order."""

    genres: tuple[str, ...]
    films: tuple[tuple[int, ...], ...]


class SaidTooOften(FrozenModel):
    """A genre that a model says of more test films than have it, at its fitted threshold."""

    genre: str
    said: int = Field(ge=0)
    support: int = Field(ge=0)
    excess: Estimate = Field(description="said less support, in test films.")


class FilmGroup(FrozenModel):
    """Test films that are alike in one respect, and the mean F1 of their genres, by model."""

    low: float
    high: float
    films: int = Field(ge=1)
    f1: dict[str, Estimate]


FilmFeature = Literal["overview length", "poster brightness", "poster colourfulness"]


class FeatureBreakdown(FrozenModel):
    """How well films are told apart by a feature of theirs, in groups of about equal size."""

    feature: FilmFeature
    unit: str
    groups: tuple[FilmGroup, ...] = Field(description="From low to high.")
    difference: dict[str, Estimate] = Field(
        description="F1 in the highest group less F1 in the lowest, by model."
    )


class ErrorBreakdown(FrozenModel):
    """Errors on test films at each model's fitted threshold."""

    schema_version: int = 1
    at_once: bool = Field(
        default=False,
        description="Whether the intervals of what is said too often, and of differences between "
        "films, hold for all of a model's; in older runs each was for itself.",
    )
    cooccurrence: GenreCounts = Field(
        description="Films that have both genres; on the diagonal, those that have the genre."
    )
    confusion: dict[str, GenreCounts] = Field(
        description="By model: films that have the row's genre, which was not said of them, and "
        "that were wrongly said to have the column's."
    )
    said_too_often: dict[str, tuple[SaidTooOften, ...]] = Field(
        description="By model: genres with all of excess's interval above 0, the largest first."
    )
    features: tuple[FeatureBreakdown, ...]
