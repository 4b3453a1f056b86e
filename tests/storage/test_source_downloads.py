"""Downloads come whole and as they should be, or not at all."""

import contextlib
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from data_contracts.errors import SourceError, UnreachableSourceError
from storage.source_downloads import download, download_size, public_url

CONTENT = b"an archive" * 1_000


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/gone"):
            self.send_error(404)
            return
        if self.path.startswith("/busy"):
            self.send_error(503)
            return
        if self.path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", "/films.zip")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        body = CONTENT if self.command == "GET" else b""
        self.wfile.write(body[:100] if self.path.startswith("/cut") else body)

    def do_HEAD(self):
        self.do_GET()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        with contextlib.closing(http.socket):
            yield f"http://127.0.0.1:{http.server_port}"
            http.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["/films.zip", "/moved.zip"])
def test_a_download_is_saved_and_measured(server, tmp_path, path):
    download(server + path, tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == CONTENT
    assert download_size(server + path) == len(CONTENT)


def test_a_given_digest_is_checked(server, tmp_path):
    right = hashlib.sha256(CONTENT).hexdigest()
    download(f"{server}/films.zip#sha256={right}", tmp_path / "f")
    with pytest.raises(SourceError, match=rf"must have SHA-256 {'0' * 64}, got {right}"):
        download(f"{server}/films.zip#sha256={'0' * 64}", tmp_path / "f")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("/gone", r"the server answered 404 Not Found; check"), ("/cut", "failed or broke off")],
)
def test_a_failed_download_is_said(server, tmp_path, path, sentence):
    with pytest.raises(SourceError, match=sentence) as caught:
        download(f"{server}{path}?key=secret", tmp_path / "f")
    assert "secret" not in str(caught.value)


def test_no_server_is_said(tmp_path):
    with pytest.raises(SourceError, match=r"^http://127\.0\.0\.1:1/x: the download failed"):
        download("http://127.0.0.1:1/x", tmp_path / "f")
    assert download_size("http://127.0.0.1:1/x") == 0


def test_a_url_is_shown_without_its_secrets():
    assert public_url("https://me:pw@host:8/a.zip?key=1#sha256=0") == "https://host:8/a.zip"


@pytest.mark.parametrize("path", ["/cut", "/busy"])
def test_what_may_come_when_asked_again_is_told_from_what_will_not(server, tmp_path, path):
    with pytest.raises(UnreachableSourceError):
        download(server + path, tmp_path / "f")
    with pytest.raises(SourceError) as caught:
        download(f"{server}/gone", tmp_path / "f")
    assert not isinstance(caught.value, UnreachableSourceError)
