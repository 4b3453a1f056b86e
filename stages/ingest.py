"""Ingest: a source becomes a snapshot in the store, and the snapshot becomes typed tables."""

from pathlib import Path

import pandas as pd

from data_contracts.config import StudyConfig
from data_contracts.films import CSV_NAME
from data_contracts.intake import (
    FILMS_TABLE,
    INTAKE_NAME,
    POSTERS_TABLE,
    SKIPPED_NAME,
    Intake,
    Skipped,
)
from data_contracts.posters import PosterFacts
from data_contracts.references import SourceRef, TablesRef
from storage.content_store import ContentStore
from storage.films_csv import FilmsCsv, read_films_csv
from storage.object_stores import ObjectStores
from storage.parquet import write_table
from storage.posters import measure_posters, poster_frame, poster_id
from storage.sources import copy_layout, open_source, shown, source_name


def take_snapshot(
    location: str, store: ContentStore, stores: ObjectStores | None = None
) -> SourceRef:
    """Copy the data set at location into the store, reading and hashing each file once.

    The snapshot holds the CSV, the posters and skipped.json (posters that could not be copied,
    and why). Later stages read the snapshot only, so a source that changes does no harm.

    stores: the object stores that location may be in.

    Raises SourceError where there is no data set, DiskSpaceError where the disk fills up; the
    store then holds nothing of it.
    """
    with store.staging() as scratch, store.staging() as staged:
        with open_source(location, scratch, stores) as layout:
            digests, skipped = copy_layout(layout, staged)
        (staged / SKIPPED_NAME).write_text(skipped.model_dump_json(), encoding="utf-8")
        size_bytes = sum((staged / name).stat().st_size for name in digests)
        digest = store.commit(staged, digests)
    return SourceRef(
        sha256=digest,
        name=source_name(location),
        location=shown(location),
        files=len(digests),
        size_bytes=size_bytes,
    )


def read_tables(source: SourceRef, config: StudyConfig, store: ContentStore) -> TablesRef:
    """Read every row and measure every poster of a snapshot, into films and posters tables.

    Commits films.parquet (data_contracts.films.film_columns), posters.parquet
    (data_contracts.posters.PosterFacts) and intake.json (data_contracts.intake.Intake).

    Raises SourceError where the CSV cannot be read as one with the configured genres.
    """
    snapshot = store.path(source.sha256)
    csv = read_films_csv(snapshot / CSV_NAME, config.genres)
    skipped = Skipped.model_validate_json((snapshot / SKIPPED_NAME).read_bytes())
    posters = read_posters(snapshot, store.files(source.sha256), skipped)
    with store.staging() as staged:
        write_table(staged / FILMS_TABLE, csv.films)
        write_table(staged / POSTERS_TABLE, posters)
        intake = _intake(source, csv, len(posters), skipped)
        (staged / INTAKE_NAME).write_text(intake.model_dump_json(indent=2), encoding="utf-8")
        digest = store.commit(staged)
    return TablesRef(sha256=digest, rows=len(csv.films), posters=len(posters))


def read_posters(snapshot: Path, files: dict[str, str], skipped: Skipped) -> pd.DataFrame:
    """Return PosterFacts of each poster of a snapshot, those that were not copied included."""
    digests = {n: sha256 for n, sha256 in files.items() if n not in {CSV_NAME, SKIPPED_NAME}}
    measured = measure_posters(snapshot, digests)
    missed = poster_frame(
        [
            PosterFacts(file=one.file, Id=poster_id(one.file), defect=one.problem)
            for one in skipped.posters
        ]
    )
    both = [frame for frame in (measured, missed) if len(frame)]
    return pd.concat(both or [measured]).sort_values("file", ignore_index=True)


def _intake(source: SourceRef, csv: FilmsCsv, posters: int, skipped: Skipped) -> Intake:
    return Intake(
        files=source.files,
        size_bytes=source.size_bytes,
        rows=len(csv.films),
        columns=csv.columns,
        ignored_columns=csv.ignored_columns,
        posters=posters,
        skipped=skipped,
    )
