"""What became of a case, in the words of the table."""

import re
from pathlib import Path

import pandas as pd

from data_contracts.config import ContractConfig, StudyConfig
from data_contracts.errors import SourceError, StudyError
from data_contracts.intake import FILMS_TABLE, INTAKE_NAME, POSTERS_TABLE, Intake
from data_contracts.references import AcceptedRef, SourceRef
from stages.ingest import read_tables, take_snapshot
from stages.settle_genres import settled
from stages.validate import outcome, validate
from storage.content_store import ContentStore
from storage.parquet import read_table
from storage.posters import read_poster
from tests.data.cases import GENRES, Place, corners

CONFIG = StudyConfig(
    genres=GENRES, contract=ContractConfig(min_films=10, max_set_aside=0.99, min_genre_films=1)
)
_SHOWN = 60
_LINES = ("row repeated", "Id of two films")
"""Reasons whose value is a line's number, which depends on where in the file a case stands."""


def source_outcome(location: str, place: Place, store: ContentStore) -> str:
    """Return what becomes of a source: accepted, its unusable posters, or the refusal."""
    try:
        source = take_snapshot(location, store)
        tables = store.path(read_tables(source, CONFIG, store).sha256)
    except SourceError as error:
        return f"refused: {_without_places(str(error), place)}"
    intake = Intake.model_validate_json((tables / INTAKE_NAME).read_bytes())
    posters = read_table(tables / POSTERS_TABLE)
    assert len(read_table(tables / FILMS_TABLE)) == 5
    unusable = posters[posters["defect"].notna()]
    remarks = [f"{row.file} {row.defect}" for row in unusable.itertuples()]
    remarks += [f"column {name} ignored" for name in intake.ignored_columns]
    return "; ".join(["accepted", *remarks])


def study_outcome(folder: Path, store: ContentStore, config: StudyConfig) -> str:
    """Return what becomes of a data set: its counts and the rules not met, or the refusal."""
    source = take_snapshot(str(folder), store)
    try:
        told = settled(source, config, store)
        accepted = validate(read_tables(source, told, store), told, store)
    except StudyError as error:
        return f"refused: {error}"
    about_films = ("films", "posters")
    broken = [
        f"not met: {one.sentence}"
        for one in outcome(accepted, store).expectations
        if not one.success and one.suite not in about_films
    ]
    genres = [] if told == config else [f"genres: {', '.join(told.genres)}"]
    counts = f"accepted: {accepted.films} films, {accepted.set_aside} set aside"
    return "; ".join([counts, *genres, *broken])


class FilmOutcomes:
    """What became of each film of a data set."""

    def __init__(self, source: SourceRef, accepted: AcceptedRef, store: ContentStore) -> None:
        found = store.path(accepted.outcome.sha256)
        self._set_aside = read_table(found / "quarantine.parquet")
        self._remarks = read_table(found / "remarks.parquet")
        self._posters = read_table(store.path(accepted.labels.sha256) / "labels.parquet")
        self._snapshot = store.path(source.sha256)

    def of_lines(self, lines: list[int]) -> str:
        """Return what became of the rows on these lines, one after another."""
        return " / ".join(self._of_line(line) for line in lines)

    def of_poster(self, film_id: str, line: int) -> str:
        """Return what became of a film, and how its poster is read."""
        outcome = self._of_line(line)
        files = self._posters.loc[self._posters["Id"] == film_id, "poster"]
        if files.empty:
            return outcome
        image = read_poster(self._snapshot / files.iloc[0])
        return f"{outcome}; read as {image.width} x {image.height}: {corners(image)}"

    def _of_line(self, line: int) -> str:
        for word, table in (("set aside: ", self._set_aside), ("accepted; ", self._remarks)):
            found = table[table["line"] == line]
            if len(found):
                return word + "; ".join(_reason(row) for _, row in found.iterrows())
        return "accepted"


def _reason(row: pd.Series) -> str:
    value = row["value"]
    told = pd.notna(value) and len(value) <= _SHOWN and row["reason"] not in _LINES
    return f"{row['reason']} ({value})" if told and value else str(row["reason"])


def _without_places(sentence: str, place: Place) -> str:
    """Return a sentence without the folders, the port and the sizes of the day."""
    for folder in (place.folder, place.films.parent):
        sentence = sentence.replace(f"{folder}/", "")
    sentence = sentence.replace(f"{place.url}/", "http://.../")
    for changing in (
        r"(?<=got )[0-9a-f]{64}",
        r"[0-9,]+(?= bytes? would| or more| bytes, ex)",
        r"(?<=header at byte )[0-9,]+",
        r"(?<=0x)[0-9a-f]{4,8}",
    ):
        sentence = re.sub(changing, "...", sentence)
    return re.sub(r"(?<=expected )[0-9]+", "...", sentence)
