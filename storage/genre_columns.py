"""Which columns of a films' CSV are genres, told from their values."""

from collections import Counter
from pathlib import Path

from data_contracts import films
from data_contracts.errors import SourceError
from data_contracts.genre_names import unfit
from storage.csv_records import csv_records


def genre_columns(path: Path) -> tuple[str, ...]:
    """Return the columns of which at least films.GENRE_SHARE of the values are 0 or 1.

    A value counts where it is one of films.YES and films.NO. A column whose name no genre may have
    (data_contracts.genre_names) is none.

    Raises SourceError where the file cannot be read as a CSV, or has fewer than two such columns.
    """
    with csv_records(path) as (header, records):
        flags, rows = Counter[str](), 0
        for _, row in records:
            rows += 1
            flags.update(name for name, value in zip(header, row, strict=True) if _is_flag(value))
    genres = [n for n in header if not unfit(n) and flags[n] >= films.GENRE_SHARE * rows > 0]
    if len(genres) < films.FEWEST_GENRES:
        raise SourceError(
            f"{films.CSV_NAME}: at least {films.FEWEST_GENRES} columns must be genres, that is "
            f"{films.GENRE_SHARE:.0%} 0 or 1, and {len(genres)} are; name the genres in the "
            f"configuration"
        )
    return tuple(genres)


def _is_flag(value: str) -> bool:
    return value.strip().lower() in films.YES + films.NO
