"""A look at a source: whether its content is another than the last that was accepted."""

import hashlib
import time
from datetime import UTC, datetime

from data_contracts.errors import RunError, StoreError
from data_contracts.intake import SKIPPED_NAME
from data_contracts.references import SourceRef
from data_contracts.watch import Announcement, Finding, Look
from storage.atomic import write_text
from storage.content_index import files_digest
from storage.content_store import ContentStore
from storage.hashing import stream_sha256
from storage.runs import Workspace, read_model
from storage.source_marks import marks_prove, source_marks
from storage.sources import open_source, shown, source_name


def look_at(location: str, workspace: Workspace, settle_seconds: float) -> Look:
    """Look at a source and tell whether a change is due to be announced.

    The content is compared to that of the last announcement; before the first one, to that of the
    last completed study of this source in the workspace; where there is neither, any content is
    a change. A source counts as settled where its marks stay the same for settle_seconds and while
    it is read; otherwise this look finds it still being written, and the next one decides.

    Raises SourceError where the source is settled and there is no data set.
    """
    last = read_announcement(location, workspace)
    marks = source_marks(location)
    if last is not None and last.marks == marks and marks_prove(location):
        return _look(location, marks, "unchanged", last, last.sha256)
    time.sleep(settle_seconds)
    digest = _settled_digest(location, marks, workspace.store)
    if digest is None:
        return _look(location, marks, "still being written", last)
    previous = last.sha256 if last is not None else _studied(location, workspace)
    found: Finding = "touched" if digest == previous else "changed"
    return _look(location, marks, found, last, digest, previous)


def keep(look: Look, workspace: Workspace) -> None:
    """Write down what was announced, or that files were touched, for the next look."""
    if look.sha256 is None:
        return
    announcement = Announcement(
        location=look.location,
        number=look.number,
        sha256=look.sha256,
        marks=look.marks,
        announced=datetime.now(UTC),
    )
    path = workspace.announcement(_key(look.location))
    write_text(path, announcement.model_dump_json(indent=2))


def read_announcement(location: str, workspace: Workspace) -> Announcement | None:
    """Return the last announcement of a source, None where there was none.

    Raises RunError where the file is damaged.
    """
    path = workspace.announcement(_key(location))
    return read_model(path, Announcement) if path.is_file() else None


def read_digest(location: str, store: ContentStore) -> str:
    """Return the digest of the data set at location: of the CSV and of each poster.

    Files beside the data set do not count. version_of gives the same for a snapshot of it.

    Raises SourceError where there is no data set, OSError where a file goes away meanwhile.
    """
    with store.staging() as scratch, open_source(location, scratch) as layout:
        files = {}
        for name, entry in layout.files.items():
            with entry.open() as stream:
                files[name] = stream_sha256(stream)
    return files_digest(files)


def version_of(source: SourceRef, store: ContentStore) -> str:
    """Return the digest of the data set that a snapshot holds.

    Raises StoreError where the snapshot is gone.
    """
    files = store.files(source.sha256)
    return files_digest({name: sha256 for name, sha256 in files.items() if name != SKIPPED_NAME})


def _settled_digest(location: str, marks: str, store: ContentStore) -> str | None:
    if source_marks(location) != marks:
        return None
    try:
        digest = read_digest(location, store)
    except FileNotFoundError:
        return None
    return digest if source_marks(location) == marks else None


def _look(
    location: str,
    marks: str,
    found: Finding,
    last: Announcement | None,
    sha256: str | None = None,
    previous: str | None = None,
) -> Look:
    number = last.number if last is not None else 0
    return Look(
        found=found,
        name=source_name(location),
        location=location,
        sha256=sha256,
        previous=previous,
        marks=marks,
        number=number + 1 if found == "changed" else number,
    )


def _studied(location: str, workspace: Workspace) -> str | None:
    """Return the digest of the source's last completed study, None where there is none."""
    for folder in reversed(workspace.runs()):
        try:
            manifest = folder.read_manifest()
            if manifest.state == "completed" and manifest.refs is not None:
                source = manifest.refs.source
                if source.location == shown(location):
                    return version_of(source, workspace.store)
        except (RunError, StoreError):  # of another version, or pruned: it proves nothing
            continue
    return None


def _key(location: str) -> str:
    digest = hashlib.sha256(location.encode("utf-8", "backslashreplace")).hexdigest()
    return f"{source_name(location)}-{digest[:12]}"
