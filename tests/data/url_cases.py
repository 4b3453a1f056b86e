"""Every kind of URL that a data set may be given as, and what becomes of it."""

import hashlib

from tests.data.cases import Place, SourceCase


def _served(name: str):
    return lambda place: f"{place.url}/{name}"


def _with_digest(right: bool):
    return lambda place: f"{place.url}/films.zip#sha256={_digest(place) if right else '0' * 64}"


def _digest(place: Place) -> str:
    return hashlib.sha256((place.films.parent / "films.zip").read_bytes()).hexdigest()


URL_CASES = (
    SourceCase("a URL of an archive", "accepted", _served("films.zip")),
    SourceCase("a URL that leads to another", "accepted", _served("moved")),
    SourceCase("a URL with the right sha256", "accepted", _with_digest(right=True)),
    SourceCase(
        "a URL with another sha256",
        "refused: http://.../films.zip: the archive must have SHA-256 "
        "0000000000000000000000000000000000000000000000000000000000000000, got ...; find out why "
        "it changed before you trust it",
        _with_digest(right=False),
    ),
    SourceCase(
        "a URL with half a sha256",
        "refused: http://.../films.zip: after '#' may stand sha256= and 64 hexadecimal digits, "
        "got 'sha256=0123'; write the whole digest, or leave it out",
        _served("films.zip#sha256=0123"),
    ),
    SourceCase(
        "a file:// URL with the right sha256",
        "accepted",
        lambda place: f"file://{place.films.parent}/films.zip#sha256={_digest(place)}",
    ),
    SourceCase(
        "a file:// URL with another sha256",
        "refused: file://films.zip: the archive must have SHA-256 "
        "0000000000000000000000000000000000000000000000000000000000000000, got ...; find out why "
        "it changed before you trust it",
        lambda place: f"file://{place.films.parent}/films.zip#sha256={'0' * 64}",
    ),
    SourceCase(
        "a file:// URL of a folder with a sha256",
        "refused: file://films: an archive has a SHA-256 and this is a folder; leave the digest "
        "out",
        lambda place: f"{place.films.as_uri()}#sha256={'0' * 64}",
    ),
    SourceCase(
        "a file:// URL of another machine",
        "refused: file://server/films: a file:// URL may name this machine alone, got 'server'; "
        "write three slashes before the path, or fetch the data set yourself",
        lambda place: "file://server/films",
    ),
    SourceCase(
        "a URL that leads to an ftp:// URL",
        "refused: http://.../to-ftp: the download failed or broke off (Request URL has an "
        "unsupported protocol 'ftp://'.); try again",
        _served("to-ftp"),
    ),
    SourceCase(
        "a URL that gives 404",
        "refused: http://.../missing.zip: the server answered 404 Not Found; check the address",
        _served("missing.zip"),
    ),
    SourceCase(
        "a URL that gives a page",
        "refused: http://.../page: it is neither a folder nor a whole .zip or .tar archive; name "
        "a folder, an archive or a URL of a film data set",
        _served("page"),
    ),
    SourceCase(
        "a download that breaks off",
        "refused: http://.../short: the download failed or broke off (peer closed connection "
        "without sending complete message body (received ... bytes, expected ...)); try again",
        _served("short"),
    ),
    SourceCase(
        "a download that is too large",
        "refused: http://.../endless: a download may have 107,374,182,400 bytes and this one has "
        "more; fetch it yourself and name the folder",
        _served("endless"),
    ),
    SourceCase(
        "a server that does not answer",
        "refused: http://127.0.0.1:9/films.zip: the download failed or broke off ([Errno 111] "
        "Connection refused); try again",
        lambda place: "http://127.0.0.1:9/films.zip",
    ),
    SourceCase(
        "a URL that cannot be read",
        "refused: http://[films.zip: it is no URL that can be read (Invalid IPv6 URL); write it as "
        "https://server/films.zip, or name a folder",
        lambda place: "http://[films.zip",
    ),
    SourceCase(
        "an ftp:// URL",
        "refused: ftp://127.0.0.1/films.zip: a URL must start with http, https or file, got "
        "'ftp'; fetch the data set yourself and name the folder, or allow an object store of that "
        "scheme in the settings (object_stores)",
        lambda place: "ftp://127.0.0.1/films.zip",
    ),
)
