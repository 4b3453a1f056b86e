"""The layout of a film data set and its columns: the one place that names them."""

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
