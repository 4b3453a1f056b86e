"""A CSV read strictly: every record whole and of one length, or the line where it is not."""

import contextlib
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from data_contracts import films
from data_contracts.errors import SourceError

Records = Iterator[tuple[int, list[str]]]


@contextlib.contextmanager
def csv_records(path: Path) -> Iterator[tuple[list[str], Records]]:
    """Yield the header of a UTF-8 CSV, and each record with the line it starts on.

    Raises SourceError, with the line where there is one, for another encoding, NUL bytes,
    unbalanced quotes, ragged rows, a field that is too long, doubled columns and an empty file.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream, _field_limit():
            records = _records(_without_nul(stream))
            _, header = next(records, (1, []))
            _check_header(header)
            yield header, records
    except UnicodeDecodeError as error:
        raise _encoding_error(path) from error


def quoted_names(names: list[str], most: int = 30) -> str:
    """Return the first few names, each in quotes, and how many more there are."""
    shown = ", ".join(repr(name[:40]) for name in names[:most])
    return shown + (f" and {len(names) - most:,} more" if len(names) > most else "")


def _records(lines: Iterator[str]) -> Records:
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


def _check_header(header: list[str]) -> None:
    if not header:
        raise SourceError(f"{films.CSV_NAME}: it is empty; it must hold a header and the films")
    doubled = [name for name, times in Counter(header).items() if times > 1]
    if doubled:
        raise SourceError(
            f"{films.CSV_NAME}, line 1: each column may stand once, got {quoted_names(doubled)} "
            f"more often; remove the copies, or put the header first"
        )


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
