import fcntl
from pathlib import Path

import pytest
from prefect.settings import PREFECT_HOME, temporary_settings

from data_contracts.errors import ServiceError
from flows import server_start
from flows.server_start import (
    StartedServer,
    answers_within,
    one_start_at_a_time,
    size_of,
)

NOBODY = "http://127.0.0.1:9/api"
OF_AN_EARLIER_START = "ValueError: of another day\n"
SAID = """\
Traceback (most recent call last):
  File "aiosqlite/core.py", line 63, in _connection_worker_thread
sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) duplicate column name: version
[SQL: ALTER TABLE deployment ADD COLUMN version VARCHAR]

ERROR:    Application startup failed. Exiting.
Server stopped!
"""


def server(log_file: Path, said: str, *, runs: bool) -> StartedServer:
    log_file.write_text(OF_AN_EARLIER_START)
    start = size_of(log_file)
    log_file.write_text(OF_AN_EARLIER_START + said)
    return StartedServer(NOBODY, log_file, start, lambda: runs)


def test_a_server_that_ends_is_told_of_with_its_error(tmp_path: Path):
    log_file = tmp_path / "server.log"

    with pytest.raises(ServiceError) as raised:
        server(log_file, SAID, runs=False).wait()

    assert f"{log_file}: Prefect's server ended as it started" in str(raised.value)
    assert "duplicate column name: version" in str(raised.value)


def test_a_server_that_takes_too_long_is_told_of_with_its_last_line(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(server_start, "START_SECONDS", 0)

    with pytest.raises(ServiceError, match=r"did not answer within 0 s \(upgrading tables\)"):
        server(tmp_path / "server.log", "waking up\nupgrading tables\n\n", runs=True).wait()


def test_a_server_that_said_nothing(tmp_path: Path):
    with pytest.raises(ServiceError, match="it said nothing"):
        server(tmp_path / "server.log", "", runs=False).wait()


def test_a_log_that_is_not_there_has_no_size(tmp_path: Path):
    assert size_of(tmp_path / "server.log") == 0


def test_nobody_answers_at_an_address_where_nobody_listens():
    assert not answers_within(0.1, NOBODY)


def test_one_server_starts_at_a_time(tmp_path: Path):
    with temporary_settings({PREFECT_HOME: tmp_path}):
        with one_start_at_a_time():
            (lock,) = tmp_path.iterdir()
            with lock.open("a") as file, pytest.raises(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with lock.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
