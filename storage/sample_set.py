"""Sample films on disk, in the layout of the real data set."""

import contextlib
import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from data_contracts.errors import SourceError
from data_contracts.films import CSV_NAME, GENRE, GENRES, ID, IMAGES_FOLDER, OVERVIEW
from data_contracts.sample_entry import SampleEntry
from storage.atomic import fsync_path

_HEADER: Final = (ID, GENRE, *GENRES, OVERVIEW)
_FOLDER_MODE: Final = 0o755


def write_sample_set(folder: Path, entries: Iterable[SampleEntry]) -> None:
    """Write the films under folder: the CSV, and Images/<Id>.jpg, whole or not at all.

    A folder that holds exactly these films already is left as it is. The entries are taken one
    by one and none is kept.

    Raises SourceError where the folder is a file, holds anything else, or cannot be written.
    """
    target = folder.resolve()
    try:
        if target.exists() and not _is_empty(target):
            _require_same(target, entries)
            return
        with _new_folder(target) as staged:
            _write(staged, entries)
    except OSError as error:
        raise SourceError(
            f"{folder}: the sample films need a folder that can be written, and this one gave "
            f"'{error.strerror}'; name another folder, or make room and give access there"
        ) from error


def _is_empty(folder: Path) -> bool:
    return next(folder.iterdir(), None) is None


def _write(folder: Path, entries: Iterable[SampleEntry]) -> None:
    images = folder / IMAGES_FOLDER
    images.mkdir()
    with (folder / CSV_NAME).open("wb") as stream:
        stream.write(_csv_line(_HEADER))
        for entry in entries:
            _poster(images, entry).write_bytes(entry.poster)
            stream.write(_row_line(entry))


def _row_line(entry: SampleEntry) -> bytes:
    """Return the row of a film as it stands in the CSV, and nothing for an orphan poster."""
    if entry.row is None:
        return b""
    genres = entry.row.genres
    hot = [str(int(genre in genres)) for genre in GENRES]
    return _csv_line([entry.film_id, str(list(genres)), *hot, entry.row.overview])


def _csv_line(fields: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(fields)
    return text.getvalue().encode("utf-8")


def _poster(images: Path, entry: SampleEntry) -> Path:
    return images / f"{entry.film_id}.jpg"


@contextlib.contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty folder beside the wanted one, renamed onto it when the block ends well."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        yield staged
        staged.chmod(_FOLDER_MODE)
        fsync_path(staged / CSV_NAME)
        staged.replace(folder)  # an empty folder gives way, one that was filled meanwhile does not
        fsync_path(folder.parent)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _require_same(folder: Path, entries: Iterable[SampleEntry]) -> None:
    difference = _first_difference(folder, entries)
    if difference is not None:
        raise SourceError(
            f"{folder}: sample films are written to a new or empty folder, or left where the same "
            f"ones are, and {difference}; name another folder, or remove this one"
        )


def _first_difference(folder: Path, entries: Iterable[SampleEntry]) -> str | None:
    """Say how a folder differs from what would be written, or return None where it does not."""
    images = folder / IMAGES_FOLDER
    if {path.name for path in folder.iterdir()} != {CSV_NAME, IMAGES_FOLDER}:
        return f"this one holds something else than {CSV_NAME} and {IMAGES_FOLDER}"
    posters = 0
    with (folder / CSV_NAME).open("rb") as stream:
        same = _continues(stream, _csv_line(_HEADER))
        for entry in entries:
            same = same and _continues(stream, _row_line(entry))
            if not same or not _holds(_poster(images, entry), entry.poster):
                return f"the row or the poster of film {entry.film_id} differs in this one"
            posters += 1
        more = bool(stream.read(1)) or posters < sum(1 for _ in images.iterdir())
    return "this one has more films" if more else None


def _continues(stream: BinaryIO, line: bytes) -> bool:
    return stream.read(len(line)) == line


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content
