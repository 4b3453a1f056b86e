"""Reading the films' CSV into a typed table, or saying exactly where it is not one."""

import ast
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from data_contracts import films
from data_contracts.errors import SourceError
from storage.csv_records import csv_records, quoted_names

_SURROGATES: Final = re.compile("[\ud800-\udfff]")


class FilmsCsv(NamedTuple):
    """A CSV as it was read: film_columns of every row, and the header."""

    films: pd.DataFrame
    columns: tuple[str, ...]
    ignored_columns: tuple[str, ...]


def read_films_csv(path: Path, genres: tuple[str, ...]) -> FilmsCsv:
    """Read every row of a UTF-8 CSV, with or without byte-order mark, columns in any order.

    A genre value that is none of films.YES and films.NO becomes a missing Int8, and its text
    stands in refused_values; `listed` is missing where Genre is not a list of names.

    Raises SourceError, with the line where there is one, for another encoding, NUL bytes,
    unbalanced quotes, ragged rows, missing or doubled columns, and no row at all.
    """
    return _read(path, genres, films.required_columns(genres))


def read_unlabelled_csv(path: Path) -> FilmsCsv:
    """Read a CSV of films whose genres nobody knows: of its columns Id and Overview alone.

    Raises SourceError as read_films_csv does.
    """
    return _read(path, (), (films.ID, films.OVERVIEW))


def _read(path: Path, genres: tuple[str, ...], required: tuple[str, ...]) -> FilmsCsv:
    with csv_records(path) as (header, rows):
        _check_columns(header, required)
        table = _table(rows, header, genres, required)
    if table.empty:
        raise SourceError(f"{films.CSV_NAME}: it has a header and no film; add a row for each film")
    return FilmsCsv(table, tuple(header), tuple(name for name in header if name not in required))


def parse_genre_list(text: str) -> tuple[str, ...] | None:
    """Return the names in a Python-style list of strings, or None where text is not one.

    Only literals are read: nothing in the text is evaluated as code. A name that no column can
    have, such as one with half a character or films.SEPARATOR in it, makes the list none.
    """
    if len(text) > films.MAX_GENRE_CHARACTERS:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a stray backslash would only warn
            value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    if not isinstance(value, list | tuple) or not all(map(_is_name, value)):
        return None
    return tuple(name.strip() for name in value)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and films.SEPARATOR not in value and not _SURROGATES.search(value)


def _table(
    rows: Iterator[tuple[int, list[str]]],
    header: list[str],
    genres: tuple[str, ...],
    required: tuple[str, ...],
) -> pd.DataFrame:
    at = {name: header.index(name) for name in required}
    parsed = [_film(line, row, at, genres) for line, row in rows]
    frame = pd.DataFrame(parsed, columns=list(films.film_columns(genres)))
    texts = (films.ID, films.GENRE, films.OVERVIEW_TEXT)
    parses = (films.LISTED, films.REFUSED_VALUES, films.NORMALISED_VALUES)
    kinds = dict.fromkeys((*texts, *parses), "str") | dict.fromkeys(genres, "Int8")
    return frame.astype({**kinds, films.LINE: "int64"})


def _film(
    line: int, row: list[str], at: dict[str, int], genres: tuple[str, ...]
) -> tuple[str | int | None, ...]:
    values = {genre: row[at[genre]].strip() for genre in genres}
    numbers = {genre: _yes_or_no(value) for genre, value in values.items()}
    refused = [f"{g}={values[g]!r}" for g, number in numbers.items() if number is None]
    plain = (films.YES[0], films.NO[0])
    normalised = [
        f"{g}={values[g]!r}"
        for g, number in numbers.items()
        if number is not None and values[g] not in plain
    ]
    genre = row[at[films.GENRE]] if films.GENRE in at else ""
    names = parse_genre_list(genre)
    return (
        row[at[films.ID]].strip(),
        line,
        genre,
        row[at[films.OVERVIEW]].strip(),
        *numbers.values(),
        None if names is None else films.SEPARATOR.join(names),
        ", ".join(refused) or None,
        ", ".join(normalised) or None,
    )


def _yes_or_no(value: str) -> int | None:
    lowered = value.lower()
    return 1 if lowered in films.YES else 0 if lowered in films.NO else None


def _check_columns(header: list[str], required: tuple[str, ...]) -> None:
    missing = [name for name in required if name not in header]
    if missing:
        columns, verb, them = (
            ("column", "is", "it") if len(missing) == 1 else ("columns", "are", "them")
        )
        raise SourceError(
            f"{films.CSV_NAME}, line 1: the {columns} {quoted_names(missing)} {verb} missing, "
            f"found {quoted_names(header)}; add {them}, separated by commas, or name other genres "
            f"in the configuration"
        )
