"""What a source's URL says besides where it is: its secrets, and the digest it asks for."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urldefrag, urlsplit, urlunsplit

from data_contracts.errors import SourceError
from storage.hashing import file_sha256

_SHA256: Final = re.compile(r"sha256=([0-9a-fA-F]{64})")


def url_scheme(location: str) -> str:
    """Return what stands before the colon of a URL, in lower case; nothing for a path.

    Raises SourceError where location looks like a URL and is none.
    """
    try:
        return urlsplit(location).scheme
    except ValueError as error:
        raise SourceError(
            f"{location.rpartition('@')[2]}: it is no URL that can be read ({error}); write it as "
            f"https://server/films.zip, or name a folder"
        ) from error


def local_path(location: str) -> Path:
    """Return the path that a location on this machine names: itself, or that of its file:// URL.

    Raises SourceError as file_path does, and where it begins with '~' and the name of nobody.
    """
    path = file_path(location) if url_scheme(location) == "file" else Path(location)
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise SourceError(
            f"{location}: there is no user {path.parts[0].removeprefix('~')!r} with a home folder "
            f"here; write the path in full"
        ) from error


def public_url(url: str) -> str:
    """Return url without the user name, password, query and fragment it may carry."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def wanted_digest(url: str) -> str | None:
    """Return the SHA-256 that url's fragment asks for, None where it has none.

    Raises SourceError where the fragment is anything else: what was meant would go unchecked.
    """
    fragment = urldefrag(url).fragment
    if not fragment:
        return None
    found = _SHA256.fullmatch(fragment)
    if found is None:
        raise SourceError(
            f"{public_url(url)}: after '#' may stand sha256= and 64 hexadecimal digits, got "
            f"{fragment[:80]!r}; write the whole digest, or leave it out"
        )
    return found[1].lower()


def check_digest(digest: str, wanted: str | None, shown: str) -> None:
    """Raise SourceError where an archive has not the digest that is wanted of it."""
    if wanted is not None and digest != wanted:
        raise SourceError(
            f"{shown}: the archive must have SHA-256 {wanted}, got {digest}; find out why it "
            f"changed before you trust it"
        )


def file_path(url: str) -> Path:
    """Return the path that a file:// URL names, after checking the digest that it may ask for.

    Raises SourceError where it names another machine, or where the digest differs or is asked
    of a folder.
    """
    parts, wanted, shown = urlsplit(url), wanted_digest(url), public_url(url)
    path = Path(unquote(parts.path))
    if parts.netloc not in {"", "localhost"}:
        raise SourceError(
            f"{shown}: a file:// URL may name this machine alone, got {parts.netloc!r}; write "
            f"three slashes before the path, or fetch the data set yourself"
        )
    if wanted is not None and path.is_dir():
        raise SourceError(
            f"{shown}: an archive has a SHA-256 and this is a folder; leave the digest out"
        )
    if wanted is not None and path.is_file():
        check_digest(file_sha256(path), wanted, shown)
    return path
