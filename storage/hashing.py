"""SHA-256 of what is read once, in pieces."""

import hashlib
from pathlib import Path
from typing import BinaryIO

_CHUNK_BYTES = 1 << 20


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def stream_sha256(reader: BinaryIO) -> str:
    """Return the SHA-256 of what is left of a stream."""
    digest = hashlib.sha256()
    while chunk := reader.read(_CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def copy_stream_hashed(reader: BinaryIO, target: Path) -> str:
    """Write what is left of a stream to target and return its SHA-256."""
    digest = hashlib.sha256()
    with target.open("wb") as writer:
        while chunk := reader.read(_CHUNK_BYTES):
            digest.update(chunk)
            writer.write(chunk)
    return digest.hexdigest()
