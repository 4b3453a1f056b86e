"""What came in: the manifests that ingest keeps beside the snapshot and beside the tables."""

from typing import Final

from pydantic import Field

from data_contracts.base import FrozenModel

SKIPPED_NAME: Final = "skipped.json"
INTAKE_NAME: Final = "intake.json"
FILMS_TABLE: Final = "films.parquet"
POSTERS_TABLE: Final = "posters.parquet"


class SkippedPoster(FrozenModel):
    """A poster that could not be copied, and why."""

    file: str
    problem: str


class Skipped(FrozenModel):
    """The contents of skipped.json in a snapshot."""

    schema_version: int = 1
    posters: tuple[SkippedPoster, ...] = ()
    ignored_files: int = Field(0, ge=0, description="Files that belong to no data set's layout.")


class Intake(FrozenModel):
    """The contents of intake.json beside the tables."""

    schema_version: int = 1
    files: int = Field(ge=0)
    size_bytes: int = Field(ge=0)
    rows: int = Field(ge=0)
    columns: tuple[str, ...]
    ignored_columns: tuple[str, ...] = Field(description="Columns that no genre or field names.")
    posters: int = Field(ge=0, description="Poster files found, those not copied included.")
    skipped: Skipped
