"""A URL as a source: an archive, fetched once."""

import contextlib
import hashlib
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag, urlsplit, urlunsplit

import httpx

from data_contracts.errors import SourceError

MAX_DOWNLOAD_BYTES: Final = 100 << 30
_TIMEOUT_SECONDS: Final = 30.0
_CHUNK_BYTES: Final = 1 << 20
_SHA256: Final = "sha256="


def download(url: str, target: Path) -> None:
    """Fetch url to target; a fragment #sha256=... is what its bytes must hash to.

    Raises SourceError where there is no answer within 30 s, an answer other than success, one
    that breaks off, one that is too large, or one with another digest.
    """
    address, _, fragment = url.partition("#")
    try:
        with httpx.stream("GET", address, follow_redirects=True, timeout=_TIMEOUT_SECONDS) as reply:
            reply.raise_for_status()
            digest = _save(reply, target, public_url(url))
    except httpx.HTTPStatusError as error:
        status = error.response.status_code
        raise SourceError(
            f"{public_url(url)}: the server answered {status} {error.response.reason_phrase}; "
            f"check the address"
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceError(
            f"{public_url(url)}: the download failed or broke off ({error}); try again"
        ) from error
    wanted = fragment.removeprefix(_SHA256).lower()
    if fragment.startswith(_SHA256) and digest != wanted:
        raise SourceError(
            f"{public_url(url)}: the download must have SHA-256 {wanted}, got {digest}; find "
            f"out why it changed before you trust it"
        )


def download_size(url: str) -> int:
    """Return the bytes that the server says url has; 0 where it does not say or answer."""
    address = urldefrag(url).url
    with contextlib.suppress(httpx.HTTPError, httpx.InvalidURL, ValueError):
        reply = httpx.head(address, follow_redirects=True, timeout=_TIMEOUT_SECONDS)
        return int(reply.headers.get("content-length", 0)) if reply.is_success else 0
    return 0


def public_url(url: str) -> str:
    """Return url without the user name, password, query and fragment it may carry."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def _save(reply: httpx.Response, target: Path, shown: str) -> str:
    announced = reply.headers.get("content-length", "")
    digest, written = hashlib.sha256(), 0
    _check_size(int(announced) if announced.isdecimal() else 0, shown)
    with target.open("wb") as stream:
        for chunk in reply.iter_bytes(_CHUNK_BYTES):
            written += len(chunk)
            _check_size(written, shown)
            digest.update(chunk)
            stream.write(chunk)
    return digest.hexdigest()


def _check_size(size_bytes: int, shown: str) -> None:
    if size_bytes > MAX_DOWNLOAD_BYTES:
        raise SourceError(
            f"{shown}: a download may have {MAX_DOWNLOAD_BYTES:,} bytes and this one has more; "
            f"fetch it yourself and name the folder"
        )
