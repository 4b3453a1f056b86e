"""A URL as a source: an archive, fetched once."""

import contextlib
import hashlib
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag

import httpx

from data_contracts.errors import SourceError, UnreachableSourceError
from storage.source_urls import check_digest, public_url, wanted_digest

MAX_DOWNLOAD_BYTES: Final = 100 << 30
_TIMEOUT_SECONDS: Final = 30.0
CHUNK_BYTES: Final = 1 << 20
"""Read and written at a time."""


def download(url: str, target: Path) -> None:
    """Fetch url to target; a fragment #sha256=... is what its bytes must hash to.

    Raises SourceError where the fragment is something else, for an answer other than success, one
    that is too large, or one with another digest; UnreachableSourceError where there is no answer
    within 30 s, one that breaks off, or one of a server that is busy or out of order.
    """
    wanted, address = wanted_digest(url), urldefrag(url).url
    try:
        with httpx.stream("GET", address, follow_redirects=True, timeout=_TIMEOUT_SECONDS) as reply:
            reply.raise_for_status()
            digest = _save(reply, target, public_url(url))
    except httpx.HTTPStatusError as error:
        raise _refused(error.response, public_url(url)) from error
    except httpx.HTTPError as error:
        raise UnreachableSourceError(_broken(url, error)) from error
    except httpx.InvalidURL as error:
        raise SourceError(_broken(url, error)) from error
    check_digest(digest, wanted, public_url(url))


def download_size(url: str) -> int:
    """Return the bytes that the server says url has; 0 where it does not say or answer."""
    address = urldefrag(url).url
    with contextlib.suppress(httpx.HTTPError, httpx.InvalidURL, ValueError):
        reply = httpx.head(address, follow_redirects=True, timeout=_TIMEOUT_SECONDS)
        return int(reply.headers.get("content-length", 0)) if reply.is_success else 0
    return 0


def _refused(reply: httpx.Response, shown: str) -> SourceError:
    said = f"{shown}: the server answered {reply.status_code} {reply.reason_phrase}"
    if reply.is_server_error or reply.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return UnreachableSourceError(f"{said}; try again later")
    return SourceError(f"{said}; check the address")


def _broken(url: str, error: Exception) -> str:
    return f"{public_url(url)}: the download failed or broke off ({error}); try again"


def _save(reply: httpx.Response, target: Path, shown: str) -> str:
    announced = reply.headers.get("content-length", "")
    digest, written = hashlib.sha256(), 0
    check_size(int(announced) if announced.isdecimal() else 0, shown)
    with target.open("wb") as stream:
        for chunk in reply.iter_bytes(CHUNK_BYTES):
            written += len(chunk)
            check_size(written, shown)
            digest.update(chunk)
            stream.write(chunk)
    return digest.hexdigest()


def check_size(size_bytes: int, shown: str) -> None:
    """Raise SourceError where a download has more bytes than one may have."""
    if size_bytes > MAX_DOWNLOAD_BYTES:
        raise SourceError(
            f"{shown}: a download may have {MAX_DOWNLOAD_BYTES:,} bytes and this one has more; "
            f"fetch it yourself and name the folder"
        )
