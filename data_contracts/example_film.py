"""A test film as the report shows it."""

from pydantic import Field

from data_contracts.base import FrozenModel


class GenreGuess(FrozenModel):
    """One genre and the probability that a model gives it."""

    genre: str
    probability: float = Field(ge=0, le=1)


class ExampleFilm(FrozenModel):
    """A test film that the report shows, and the rule that chose it."""

    film_id: str
    rule: str
    overview: str
    genres: tuple[str, ...]
    guesses: dict[str, tuple[GenreGuess, ...]] = Field(description="Top three, by model.")
    poster_jpeg: bytes | None = Field(None, repr=False, description="Absent where not to be shown.")
