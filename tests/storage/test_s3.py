"""Films in S3, from a server on the loopback, as a process of the command reads them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from data_contracts.films import CSV_NAME
from stages.ingest import take_snapshot
from storage.content_store import ContentStore
from tests.ops.s3_on_the_loopback import bucket_with

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

CODE = """
import sys
from pathlib import Path
from stages.ingest import take_snapshot
from storage.content_store import ContentStore
from storage.object_stores import ObjectStores
url, folder = sys.argv[1], Path(sys.argv[2])
stores = ObjectStores(("s3",), folder / "fetched")
print(take_snapshot(url, ContentStore(folder / "store"), stores).sha256)
"""


def test_a_snapshot_of_a_bucket_is_that_of_the_folder_here(tmp_path: Path):
    here = tmp_path / "films"
    (here / "Images").mkdir(parents=True)
    (here / CSV_NAME).write_bytes(b"Id,Genre,Action,Overview\n")
    (here / "Images" / "tt1.jpg").write_bytes(b"a poster")
    files = {f"a/films/{path.relative_to(here)}": path for path in here.rglob("*.*")}
    expected = take_snapshot(str(here), ContentStore(tmp_path / "here")).sha256

    with bucket_with(files) as bucket:
        found, missing = (
            subprocess.run(
                (sys.executable, "-c", CODE, f"{bucket.url}/{folder}", str(tmp_path / "there")),
                env={**os.environ, **bucket.environment},
                capture_output=True,
                text=True,
                check=False,
            )
            for folder in ("a/films", "nothing")
        )

    assert found.stdout.strip() == expected, found.stderr
    assert missing.returncode != 0
    assert "SourceError: s3://film-sets/nothing: there is no such object" in missing.stderr
