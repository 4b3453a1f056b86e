"""What a folder or an archive offers, and which of it belongs to a film data set."""

import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple

from data_contracts.errors import SourceError
from data_contracts.films import CSV_NAME, IMAGES_FOLDER, MAX_CSV_BYTES
from data_contracts.intake import Skipped, SkippedPoster
from data_contracts.posters import MAX_POSTER_BYTES, POSTER_SUFFIXES

_MAX_NAME_BYTES = 255
"""What file systems take."""

_LONGEST_SHOWN, _CUT_TO = 270, 40
"""Names of more characters than the first, which no file can have, are shown cut to the second."""

_SURROGATES = re.compile("[\ud800-\udfff]")


class Entry(NamedTuple):
    """One file, or what stands where a file should: its name, and how to open it."""

    name: str
    size_bytes: int
    open: Callable[[], AbstractContextManager[BinaryIO]]
    problem: str | None = None


class Layout(NamedTuple):
    """The files of a data set by their path within it, and what was left out."""

    files: dict[str, Entry]
    skipped: Skipped

    @property
    def size_bytes(self) -> int:
        """Bytes of the files together."""
        return sum(entry.size_bytes for entry in self.files.values())


def select_layout(location: str, entries: Iterable[Entry]) -> Layout:
    """Return the data set among entries: the CSV, and the posters beside it.

    The data set may lie in folders of its own: it is where the CSV is. A poster that cannot be
    copied is reported in `skipped`, and costs no other film.

    Raises SourceError where there is no CSV, more than one, or no poster.
    """
    offered = list(entries)
    root = _root(location, [entry.name for entry in offered])
    inside = {_within(root, entry.name): entry for entry in offered}
    csv = inside[CSV_NAME]
    _check_csv(location, csv)
    posters = {name: entry for name, entry in inside.items() if name and _is_poster(name)}
    if not posters:
        raise SourceError(
            f"{location}: there is no poster in {IMAGES_FOLDER}/ beside {CSV_NAME}; put each "
            f"film's poster there as {IMAGES_FOLDER}/<Id>{POSTER_SUFFIXES[0]}"
        )
    problems = {name: _problem(entry) for name, entry in posters.items()}
    good = {name: entry for name, entry in posters.items() if problems[name] is None}
    skipped = tuple(
        SkippedPoster(file=printable(name), problem=problem)
        for name, problem in sorted(problems.items())
        if problem is not None
    )
    ignored = len(offered) - len(posters) - 1
    return Layout({CSV_NAME: csv, **good}, Skipped(posters=skipped, ignored_files=ignored))


def printable(name: str) -> str:
    """Return a file's name with bytes that are not UTF-8 written as escapes, cut where long."""
    shown = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_CUT_TO]}..."


def _root(location: str, names: list[str]) -> PurePosixPath:
    roots = sorted({PurePosixPath(n).parent for n in names if PurePosixPath(n).name == CSV_NAME})
    if not roots:
        raise SourceError(
            f"{location}: there is no {CSV_NAME} in it, nor in a folder inside it; a data set "
            f"is that file beside a folder {IMAGES_FOLDER} of posters"
        )
    if len(roots) > 1:
        places = ", ".join(printable(str(root)) for root in roots[:5])
        raise SourceError(
            f"{location}: it may hold one data set, and {CSV_NAME} is in {len(roots)} folders "
            f"({places}); name the one that is meant"
        )
    return roots[0]


def _within(root: PurePosixPath, name: str) -> str:
    path = PurePosixPath(name)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else ""


def _is_poster(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parent.as_posix() == IMAGES_FOLDER and path.suffix.lower() in POSTER_SUFFIXES


def _check_csv(location: str, csv: Entry) -> None:
    if csv.problem is not None:
        raise SourceError(f"{location}: {CSV_NAME} {csv.problem}; put the file itself there")
    if csv.size_bytes > MAX_CSV_BYTES:
        raise SourceError(
            f"{location}: {CSV_NAME} may have {MAX_CSV_BYTES:,} bytes, got {csv.size_bytes:,}; "
            f"divide the data set"
        )


def _problem(entry: Entry) -> str | None:
    if _SURROGATES.search(entry.name):
        return "its name is not UTF-8"
    if "\0" in entry.name:
        return "its name holds a NUL"
    if len(PurePosixPath(entry.name).name.encode()) > _MAX_NAME_BYTES:
        return f"its name has more than {_MAX_NAME_BYTES} bytes"
    if entry.problem is None and entry.size_bytes > MAX_POSTER_BYTES:
        return f"it has {entry.size_bytes:,} bytes, more than the {MAX_POSTER_BYTES:,} allowed"
    return entry.problem
