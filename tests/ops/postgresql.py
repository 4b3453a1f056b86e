"""A PostgreSQL server of its own for a test, from Debian's package."""

import contextlib
import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.service_under_test import free_port

SUPERUSER = "films"


def tools() -> Path:
    """Return the folder of PostgreSQL's programs, or skip the test."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        pytest.skip("needs Debian's postgresql (make test-ops installs it)")
    return (found[-1] if found else Path(str(on_path))).parent


@contextlib.contextmanager
def postgresql() -> Iterator[dict[str, str]]:
    """Yield the variables by which PostgreSQL's own tools find an empty server."""
    programs, port = tools(), str(free_port())
    folder = Path(tempfile.mkdtemp(prefix="film-genres-postgresql-"))
    # It refuses to run as root.
    user = "postgres" if getpass.getuser() == "root" else getpass.getuser()
    if user != getpass.getuser():
        found = pwd.getpwnam(user)
        os.chown(folder, found.pw_uid, found.pw_gid)

    def run(*command: str) -> None:
        subprocess.run(command, user=user, cwd=folder, check=True, capture_output=True)

    data = str(folder / "data")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    try:
        run(str(programs / "initdb"), "-D", data, "-U", SUPERUSER, "--auth=trust")
        run(str(programs / "pg_ctl"), "-D", data, "-l", f"{data}/log", "-o", options, "-w", "start")
        yield {
            "PGHOST": "127.0.0.1",
            "PGPORT": port,
            "PGUSER": SUPERUSER,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        }
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            run(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
