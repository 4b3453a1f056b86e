"""Reading the films' CSV into a typed table, or saying exactly where it is not one."""

import ast
import contextlib
import csv
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from data_contracts import films
from data_contracts.errors import SourceError


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
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream, _field_limit():
            rows = _records(_without_nul(stream))
            _, header = next(rows, (1, []))
            _check_header(header, films.required_columns(genres))
            table = _table(rows, header, genres)
    except UnicodeDecodeError as error:
        raise _encoding_error(path) from error
    if table.empty:
        raise SourceError(f"{films.CSV_NAME}: it has a header and no film; add a row for each film")
    known = films.required_columns(genres)
    return FilmsCsv(table, tuple(header), tuple(name for name in header if name not in known))


def parse_genre_list(text: str) -> tuple[str, ...] | None:
    """Return the names in a Python-style list of strings, or None where text is not one.

    Only literals are read: nothing in the text is evaluated as code.
    """
    if len(text) > films.MAX_GENRE_CHARACTERS:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a stray backslash would only warn
            value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    if not isinstance(value, list | tuple) or not all(isinstance(name, str) for name in value):
        return None
    return tuple(name.strip() for name in value)


def _table(
    rows: Iterator[tuple[int, list[str]]], header: list[str], genres: tuple[str, ...]
) -> pd.DataFrame:
    at = {name: header.index(name) for name in films.required_columns(genres)}
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
    names = parse_genre_list(row[at[films.GENRE]])
    return (
        row[at[films.ID]].strip(),
        line,
        row[at[films.GENRE]],
        row[at[films.OVERVIEW]].strip(),
        *numbers.values(),
        None if names is None else films.SEPARATOR.join(names),
        ", ".join(refused) or None,
        ", ".join(normalised) or None,
    )


def _yes_or_no(value: str) -> int | None:
    lowered = value.lower()
    return 1 if lowered in films.YES else 0 if lowered in films.NO else None


def _records(lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it starts on, all as long as the first; skip blank lines."""
    reader = csv.reader(lines, strict=True)
    width, line = 0, 1
    try:
        for row in reader:
            width = width or len(row)
            if row and len(row) != width:
                raise SourceError(
                    f"{films.CSV_NAME}, line {line}: every row must have the header's {width} "
                    f"fields, got {len(row)}; look for a comma or quote that is not quoted"
                )
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(
            f"{films.CSV_NAME}, line {line}: the row that starts here cannot be read as CSV "
            f"({error}); look for a quote that is not closed"
        ) from error


def _check_header(header: list[str], required: tuple[str, ...]) -> None:
    if not header:
        raise SourceError(f"{films.CSV_NAME}: it is empty; it must hold a header and the films")
    doubled = [name for name, times in Counter(header).items() if times > 1]
    if doubled:
        raise SourceError(
            f"{films.CSV_NAME}, line 1: each column may stand once, got {_names(doubled)} "
            f"more often; remove the copies"
        )
    missing = [name for name in required if name not in header]
    if missing:
        raise SourceError(
            f"{films.CSV_NAME}, line 1: the columns {_names(missing)} are missing, found "
            f"{_names(header)}; add them, separated by commas, or name other genres in the "
            f"configuration"
        )


def _names(names: list[str], most: int = 30) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:most])
    return shown + (f" and {len(names) - most:,} more" if len(names) > most else "")


def _without_nul(lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            raise SourceError(
                f"{films.CSV_NAME}, line {number}: it holds a NUL byte at character "
                f"{line.index(chr(0)) + 1}; the file is damaged or no text, save it again as UTF-8"
            )
        yield line


def _encoding_error(path: Path) -> SourceError:
    """Find the first byte that is not UTF-8; the decoder itself counts from its buffer."""
    with path.open("rb") as stream:
        start = 0
        for number, line in enumerate(stream, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                return SourceError(
                    f"{films.CSV_NAME}, line {number}: the byte at offset "
                    f"{start + error.start:,} (0x{line[error.start]:02X}) is not UTF-8; "
                    f"save the file as UTF-8"
                )
            start += len(line)
    return SourceError(f"{films.CSV_NAME}: it is not UTF-8; save the file as UTF-8")


@contextlib.contextmanager
def _field_limit() -> Iterator[None]:
    before = csv.field_size_limit(films.MAX_FIELD_CHARACTERS)
    try:
        yield
    finally:
        csv.field_size_limit(before)
