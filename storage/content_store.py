"""Immutable folders named by the SHA-256 of what they hold."""

import contextlib
import hashlib
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from data_contracts.errors import StoreError
from storage.atomic import fsync_path, fsync_tree, is_running
from storage.content_index import (
    INDEX_NAME,
    damages,
    index_bytes,
    indexed_files,
    relative_files,
)
from storage.hashing import file_sha256
from storage.locks import locked
from storage.trash import Trash

_STAGING = ".staging-"
_LOCK = ".lock"


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
            name: known.get(name) or file_sha256(staged / name) for name in relative_files(staged)
        }
        index = index_bytes(files)
        digest = hashlib.sha256(index).hexdigest()
        target = self.root / digest
        if target.exists() and self.intact(digest):
            return digest
        (staged / INDEX_NAME).write_bytes(index)
        fsync_tree(staged)
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
        return indexed_files((self.path(digest) / INDEX_NAME).read_bytes())

    def digests(self) -> list[str]:
        """Return the names of the folders that there are."""
        return sorted(path.parent.name for path in self.root.glob(f"*/{INDEX_NAME}"))

    def used(self, digest: str) -> int:
        """Return when a folder was committed, or last found intact, in nanoseconds of Unix time.

        Raises FileNotFoundError where there is none.
        """
        return (self.root / digest / INDEX_NAME).stat().st_mtime_ns

    def discard(self, digest: str, used: int, trash: Trash) -> bool:
        """Move a folder to the trash unless it was used since; tell whether it went.

        used: when it was last used as far as is known, in nanoseconds of Unix time.
        """
        with locked(self.root / _LOCK):
            try:
                unused = self.used(digest) <= used
            except FileNotFoundError:
                return False
            if unused:
                trash.take(self.root / digest)
            return unused

    def intact(self, digest: str) -> bool:
        """Tell whether a folder is there and every byte of it is what its name says.

        It then counts as used now: whoever asks is about to build on it.
        """
        return self.damage(digest) is None

    def damage(self, digest: str) -> str | None:
        """Return in words what is wrong with a folder's content, None where it is intact.

        An intact one then counts as used now: whoever asks is about to build on it.
        """
        with locked(self.root / _LOCK, shared=True):
            damage = next(damages(self.root / digest), None)
            if damage is None:
                os.utime(self.root / digest / INDEX_NAME)
            return damage

    def sweep(self) -> None:
        """Delete what processes of this machine that are gone left half-written."""
        for folder in self.root.glob(f"{_STAGING}{platform.node()}-*"):
            pid = int(folder.name.removeprefix(f"{_STAGING}{platform.node()}-").partition("-")[0])
            if not is_running(pid):
                shutil.rmtree(folder, ignore_errors=True)

    def _replace(self, staged: Path, target: Path) -> None:
        with locked(self.root / _LOCK):
            if target.exists():
                if next(damages(target), None) is None:
                    return  # another run committed the same content in between
                shutil.rmtree(target)  # a folder cannot be renamed onto one that is not empty
            staged.rename(target)
        fsync_path(self.root)
