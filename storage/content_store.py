"""Immutable folders named by the SHA-256 of what they hold."""

import contextlib
import hashlib
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from data_contracts.errors import StoreError
from storage.atomic import fsync_path

INDEX_NAME = "content.json"
_CHUNK_BYTES = 1 << 20
_STAGING = ".staging-"
_FSYNC_THREADS = 8


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def copy_hashed(source: Path, target: Path) -> str:
    """Copy a file and return the SHA-256 of what was copied, reading the source once."""
    with source.open("rb") as reader:
        return copy_stream_hashed(reader, target)


def copy_stream_hashed(reader: BinaryIO, target: Path) -> str:
    """Write what is left of a stream to target and return its SHA-256."""
    digest = hashlib.sha256()
    with target.open("wb") as writer:
        while chunk := reader.read(_CHUNK_BYTES):
            digest.update(chunk)
            writer.write(chunk)
    return digest.hexdigest()


class ContentStore:
    """Folders under root, each named by the digest of its files' names and contents.

    A folder holds content.json beside its files: the relative path and SHA-256 of each. The
    folder's name is the SHA-256 of that index, so names, contents and index prove one another.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextlib.contextmanager
    def staging(self) -> Iterator[Path]:
        """Yield an empty folder on the store's disk, deleted when the block ends."""
        self.root.mkdir(parents=True, exist_ok=True)
        prefix = f"{_STAGING}{platform.node()}-{os.getpid()}-"
        folder = Path(tempfile.mkdtemp(dir=self.root, prefix=prefix))
        folder.chmod(0o755)  # mkdtemp's is closed to all others, and the folder may stay
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def commit(self, staged: Path, digests: dict[str, str] | None = None) -> str:
        """Move a staged folder under its digest and return that digest.

        digests: SHA-256 by relative path, for files hashed while they were written; the others
        are hashed here. Content that is there already is kept and the staged copy dropped.
        """
        known = digests or {}
        files = {
            name: known.get(name) or file_sha256(staged / name) for name in _relative_files(staged)
        }
        index = _index_bytes(files)
        digest = hashlib.sha256(index).hexdigest()
        target = self.root / digest
        if target.exists() and self.intact(digest):
            return digest
        (staged / INDEX_NAME).write_bytes(index)
        _fsync_tree(staged)
        self._replace(staged, target)
        return digest

    def path(self, digest: str) -> Path:
        """Return the folder of a digest.

        Raises StoreError where there is none.
        """
        folder = self.root / digest
        if not (folder / INDEX_NAME).is_file():
            raise StoreError(
                f"{folder}: the content that the run refers to is gone from the store; "
                f"run the study again to make it anew"
            )
        return folder

    def files(self, digest: str) -> dict[str, str]:
        """Return the SHA-256 of each file of a folder by its relative path."""
        index = json.loads((self.path(digest) / INDEX_NAME).read_bytes())
        return dict(index["files"])

    def intact(self, digest: str) -> bool:
        """Tell whether a folder is there and every byte of it is what its name says."""
        index_path = self.root / digest / INDEX_NAME
        try:
            index = index_path.read_bytes()
            if hashlib.sha256(index).hexdigest() != digest:
                return False
            files: dict[str, str] = json.loads(index)["files"]
            return all(
                file_sha256(self.root / digest / name) == sha256 for name, sha256 in files.items()
            )
        except OSError:
            return False

    def sweep(self) -> None:
        """Delete what processes of this machine that are gone left half-written."""
        for folder in self.root.glob(f"{_STAGING}{platform.node()}-*"):
            pid = int(folder.name.removeprefix(f"{_STAGING}{platform.node()}-").partition("-")[0])
            if not _is_running(pid):
                shutil.rmtree(folder, ignore_errors=True)

    def _replace(self, staged: Path, target: Path) -> None:
        if target.exists():  # damaged: out of the way first, a folder cannot be renamed onto one
            shutil.rmtree(target)
        try:
            staged.rename(target)
        except OSError:
            # Another run committed the same content in between; its copy is as good as ours.
            if not self.intact(target.name):
                raise
        fsync_path(self.root)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # there, and somebody else's
        return True
    return True


def _relative_files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def _index_bytes(files: dict[str, str]) -> bytes:
    return json.dumps({"schema_version": 1, "files": files}, indent=0, sort_keys=True).encode()


def _fsync_tree(folder: Path) -> None:
    """Force a folder to disk, several files at a time: the disk then writes them together."""
    entries = [*folder.rglob("*"), folder]
    with ThreadPoolExecutor(max_workers=_FSYNC_THREADS) as pool:
        for _ in pool.map(fsync_path, entries):
            pass  # draws out the error of a file that could not be forced
