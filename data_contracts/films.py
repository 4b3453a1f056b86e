"""The layout of a film data set and its columns: the one place that names them."""

import re
from typing import Final

CSV_NAME: Final = "IMDB_overview_genres.csv"
IMAGES_FOLDER: Final = "Images"

ID: Final = "Id"
GENRE: Final = "Genre"
OVERVIEW: Final = "Overview"

GENRE_UNKNOWN: Final = "N/A"
"""IMDb's word for "no genre known". A column like the others, and never a missing value."""

GENRES: Final[tuple[str, ...]] = (
    "Action",
    "Adventure",
    "Animation",
    "Biography",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Family",
    "Fantasy",
    "History",
    "Horror",
    "Music",
    "Musical",
    "Mystery",
    GENRE_UNKNOWN,
    "News",
    "Reality-TV",
    "Romance",
    "Sci-Fi",
    "Short",
    "Sport",
    "Thriller",
    "War",
    "Western",
)
"""The study's 25 genres, in the order of the CSV's columns and of every model's outputs."""

AUTO_GENRES: Final = "auto"
"""Stands where the genres would, and means: the columns that hold nothing but 0 and 1."""

GENRE_SHARE: Final = 0.99
"""Share of a column's values that must be 0 or 1 for it to be taken for a genre."""

FEWEST_GENRES: Final = 2

ID_PATTERN: Final = "^tt[0-9]{7,8}$"
"""An IMDb id. Ids that match hold nothing that means anything in a path."""

LINE: Final = "line"
OVERVIEW_TEXT: Final = "overview"
LISTED: Final = "listed"
REFUSED_VALUES: Final = "refused_values"
NORMALISED_VALUES: Final = "normalised_values"
"""Columns of films.parquet beside the Id, the Genre text and the genres; see docs/data_contract."""

SEPARATOR: Final = "|"
"""Between the names of a list of genres that is kept as text."""

MAX_CSV_BYTES: Final = 1 << 30
MAX_FIELD_CHARACTERS: Final = 4_000_000
MAX_GENRE_CHARACTERS: Final = 1_000
MAX_OVERVIEW_CHARACTERS: Final = 20_000
STUB_WORDS: Final = 3
"""An overview of at most this many words is kept, with a remark."""

NO_OVERVIEW: Final = ("n/a", "nan", "null")
"""What files say, in any case, where a film has no overview."""

YES: Final = ("1", "1.0", "true")
NO: Final = ("0", "0.0", "false")
"""Genre values that are read, in any case; the first of each is the plain one."""


def required_columns(genres: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that the CSV must have, in the order of the published data set."""
    return (ID, GENRE, *genres, OVERVIEW)


def words_told(overview: str) -> int:
    """Return the words of an overview; 0 where it says in words, or otherwise, that it is none."""
    told = overview.lower() not in NO_OVERVIEW and re.search(r"\w", overview)
    return len(overview.split()) if told else 0


def film_columns(genres: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of films.parquet: a row of the CSV each, typed."""
    parsed = (LISTED, REFUSED_VALUES, NORMALISED_VALUES)
    return (ID, LINE, GENRE, OVERVIEW_TEXT, *genres, *parsed)
