"""A joint head over both models: what it is made of."""

from pydantic import Field

from data_contracts.base import FrozenModel


class FusionHead(FrozenModel):
    """A logistic regression for each genre over the log-odds of both models at all genres.

    Inputs are the poster model's log-odds of all genres, then the overview model's; each less its
    centre, times its factor. Genres without coefficients are left to the weighted mean.
    """

    centres: tuple[float, ...] = Field(description="One for each of the 2 x genres inputs.")
    factors: tuple[float, ...] = Field(description="One for each of the 2 x genres inputs.")
    coefficients: tuple[tuple[float, ...] | None, ...] = Field(
        description="Of each genre, one for each input; none for a genre with too few films."
    )
    intercepts: tuple[float, ...] = Field(description="Of each genre.")
