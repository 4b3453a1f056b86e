"""Typed tables on disk: Parquet files that are whole or not there, and say their version."""

from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_contracts.errors import StoreError
from storage.atomic import atomic_path

SCHEMA_VERSION: Final = 1
_VERSION_KEY: Final = b"schema_version"


def write_table(path: Path, frame: pd.DataFrame, schema_version: int = SCHEMA_VERSION) -> None:
    """Write frame to path with its column types and the version in the file's metadata.

    The index is not kept. Equal frames give equal bytes, so that a digest names a table.
    """
    table = pa.Table.from_pandas(frame, preserve_index=False)
    metadata = {**(table.schema.metadata or {}), _VERSION_KEY: str(schema_version).encode()}
    with atomic_path(path) as temporary:
        pq.write_table(table.replace_schema_metadata(metadata), temporary, compression="zstd")


def read_table(path: Path, schema_version: int = SCHEMA_VERSION) -> pd.DataFrame:
    """Return the table that write_table left at path, with the same column types.

    Raises StoreError where the file is missing, damaged or of another schema version.
    """
    try:
        table = pq.read_table(path, use_threads=False)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(
            f"{path}: the table is missing or damaged; run the study again to make it anew"
        ) from error
    found = (table.schema.metadata or {}).get(_VERSION_KEY, b"none").decode()
    if found != str(schema_version):
        raise StoreError(
            f"{path}: the table has schema version {found} and this release reads "
            f"{schema_version}; run the study again to make it anew"
        )
    frame: pd.DataFrame = table.to_pandas()
    return frame
