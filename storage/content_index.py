"""The index of a stored folder: what it holds, and whether it still does."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from storage.hashing import file_sha256

INDEX_NAME = "content.json"


def index_bytes(files: dict[str, str]) -> bytes:
    """Return the index of a folder of such files: SHA-256 by relative path."""
    return json.dumps({"schema_version": 1, "files": files}, indent=0, sort_keys=True).encode()


def files_digest(files: dict[str, str]) -> str:
    """Return the digest of a folder of such files: SHA-256 by relative path."""
    return hashlib.sha256(index_bytes(files)).hexdigest()


def indexed_files(index: bytes) -> dict[str, str]:
    """Return the SHA-256 of each file of an index by its relative path."""
    return dict(json.loads(index)["files"])


def relative_files(folder: Path) -> list[str]:
    """Return the relative paths of all files under a folder, sorted."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def damages(folder: Path) -> Iterator[str]:
    """Yield in words what of a folder is not what its name, a digest, says."""
    try:
        index = (folder / INDEX_NAME).read_bytes()
    except OSError:
        yield f"{folder} is gone from the store"
        return
    if hashlib.sha256(index).hexdigest() != folder.name:
        yield f"{folder / INDEX_NAME} was altered"
        return
    for name, sha256 in indexed_files(index).items():
        try:
            if file_sha256(folder / name) != sha256:
                yield f"{folder / name} was altered"
        except OSError:
            yield f"{folder / name} is gone or cannot be read"
