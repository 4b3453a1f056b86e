"""What the genres of a study may be called: names that no table of ours uses otherwise."""

from typing import Final

from data_contracts import film_rules, films
from data_contracts.examples import PART, TOKENS
from data_contracts.posters import POSTER_LOOKS

RESERVED: Final = frozenset(
    {
        films.OVERVIEW, *films.film_columns(()),
        film_rules.GENRES_MARKED, film_rules.GENRES_LISTED, film_rules.UNKNOWN_GENRES,
        film_rules.WORDS, film_rules.COPY_OF, film_rules.CLASHES, film_rules.LANGUAGE,
        film_rules.POSTER, film_rules.POSTER_DEFECT,
        "poster_sha256", "poster_phash", *POSTER_LOOKS, PART, TOKENS,
    }
)  # fmt: skip
"""Columns that stand beside those of the genres in some table."""

MAX_NAME_CHARACTERS: Final = 100


def unfit(name: str) -> str | None:
    """Return why a column cannot be a genre, None where it can."""
    if name in RESERVED:
        return "is a column of the workflow's own tables"
    if not name.strip() or len(name) > MAX_NAME_CHARACTERS or not name.isprintable():
        return f"must have 1 to {MAX_NAME_CHARACTERS} characters that can be printed"
    if films.SEPARATOR in name:
        return f"holds {films.SEPARATOR!r}, which stands between genres"
    return None
