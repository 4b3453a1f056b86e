"""A server on this machine alone, with every way a download can go."""

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_TOO_LARGE = 200 << 30


@contextlib.contextmanager
def serving(archive: Path) -> Iterator[str]:
    """Serve an archive as /films.zip, and what goes wrong under other names; yield the address."""
    content = archive.read_bytes()
    asked = Counter[str]()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            lengths = {
                "/films.zip": len(content),
                "/later.zip": len(content),
                "/short": 2 * len(content),
                "/endless": _TOO_LARGE,
            }
            asked[self.path] += 1
            elsewhere = {"/moved": "/films.zip", "/to-ftp": "ftp://127.0.0.1/films.zip"}
            if self.path in elsewhere:
                self._answer(302, {"Location": elsewhere[self.path]}, b"")
            elif self.path == "/page":
                self._answer(200, {}, b"<html>Sign in first</html>")
            elif self.path == "/busy" or (self.path == "/later.zip" and asked[self.path] < 2):
                self._answer(503, {}, b"")
            elif self.path in lengths:
                self._answer(200, {"Content-Length": str(lengths[self.path])}, content)
            else:
                self._answer(404, {}, b"")

        def _answer(self, status, headers, body):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):  # a client that has seen enough hangs up
                self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
