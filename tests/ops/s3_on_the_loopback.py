"""A server for S3 on the loopback, with a bucket, for tests of films in an object store."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fsspec
import httpx
from moto.server import ThreadedMotoServer

BUCKET = "film-sets"


@dataclass(frozen=True)
class Bucket:
    """A bucket's URL, and what a process needs in its environment to reach it."""

    url: str
    environment: dict[str, str]


@contextlib.contextmanager
def bucket_with(files: dict[str, Path]) -> Iterator[Bucket]:
    """Yield a bucket that holds these files, by their keys."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        access = {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        store = fsspec.filesystem(
            "s3", key="test", secret="test", endpoint_url=access["AWS_ENDPOINT_URL"]
        )
        # The buckets of all servers of a process are the same: those of another test would be here.
        httpx.post(f"{access['AWS_ENDPOINT_URL']}/moto-api/reset").raise_for_status()
        store.invalidate_cache()
        store.mkdir(BUCKET)
        for key, path in files.items():
            store.pipe(f"{BUCKET}/{key}", path.read_bytes())
        yield Bucket(f"s3://{BUCKET}", access)
    finally:
        server.stop()
