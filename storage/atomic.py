"""Files that are either whole under their final name or not there at all."""

import contextlib
import glob
import os
import platform
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_FSYNC_THREADS = 8


def fsync_path(path: Path) -> None:
    """Force a file's bytes, or a folder's entries, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fsync_tree(folder: Path) -> None:
    """Force a folder and all in it to disk, several files at a time: it writes them together."""
    places = [str(path) for path in folder.rglob("*")]
    with ThreadPoolExecutor(max_workers=_FSYNC_THREADS) as pool:
        # A path and a future take more memory than a file's name: one for each thread is enough.
        for _ in pool.map(_fsync_all, (places[n::_FSYNC_THREADS] for n in range(_FSYNC_THREADS))):
            pass  # draws out the error of a file that could not be forced
    fsync_path(folder)


def _fsync_all(places: list[str]) -> None:
    for place in places:
        fsync_path(Path(place))


@contextlib.contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """Yield a temporary path beside target, renamed onto it when the block ends well.

    The file is forced to disk before the rename and the folder after it, so that a power cut
    leaves the old file or the new one, never half of either.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f"{_temporary_prefix(target)}{os.getpid()}-"
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=prefix)
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        fsync_path(temporary)
        temporary.replace(target)
        fsync_path(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def sweep_temporaries(target: Path) -> None:
    """Delete the temporary files of a target that killed processes of this machine left."""
    prefix = _temporary_prefix(target)
    for left in target.parent.glob(f"{glob.escape(prefix)}*"):
        if not is_running(int(left.name.removeprefix(prefix).partition("-")[0])):
            left.unlink(missing_ok=True)


def is_running(pid: int) -> bool:
    """Tell whether there is a process of this Id on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # there, and somebody else's
        return True
    return True


def _temporary_prefix(target: Path) -> str:
    return f".{target.name}.{platform.node()}-"


def write_bytes(target: Path, content: bytes) -> None:
    """Write content to target, whole or not at all."""
    with atomic_path(target) as temporary:
        temporary.write_bytes(content)


def write_text(target: Path, content: str) -> None:
    """Write content to target as UTF-8, whole or not at all."""
    write_bytes(target, content.encode("utf-8"))
