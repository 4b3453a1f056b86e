import sys
import time
from pathlib import Path

import pytest

from data_contracts.errors import ConfigError, ServiceError
from flows.dask_workers import Machine, check_workers, look_around, refusal
from stages.code_version import checkout_digest
from storage.shared_folder import shown_to_others

HERE = Machine(code="a" * 64, versions={"keras": "3.15.1", "dask": "2026.8.0"})


def test_a_scheduler_that_does_not_answer_is_said_soon(tmp_path: Path):
    started = time.monotonic()

    with pytest.raises(ServiceError, match=r"^tcp://127\.0\.0\.1:1: no Dask scheduler answers"):
        check_workers("tcp://127.0.0.1:1", tmp_path / "workspace")

    assert time.monotonic() - started < 30


def test_without_the_extra_the_command_that_installs_it_is_named(tmp_path: Path, monkeypatch):
    monkeypatch.setitem(sys.modules, "prefect_dask", None)

    with pytest.raises(ConfigError, match=r"pip install 'film-genre-study\[dask\]'"):
        check_workers("tcp://127.0.0.1:1", tmp_path)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (Machine("b" * 64, HERE.versions), "must run the same code as the command, aaaaaaaaaaaa"),
        (Machine(HERE.code, {"keras": "3.14.0", "dask": "2026.8.0"}), "the same keras as the comm"),
        (
            Machine(HERE.code, {"keras": "3.15.1"}),
            "the same dask as the command, 2026.8.0, got None",
        ),
        (Machine(HERE.code, HERE.versions, folder="cannot read in it"), "share the workspace /w, "),
        (Machine(HERE.code, HERE.versions, api=False), "must reach Prefect's server at http://p"),
        (ModuleNotFoundError("No module named 'flows'"), "must have film-genre-study installed"),
    ],
)
def test_a_worker_that_differs_is_refused_with_the_difference(found, sentence):
    refused = refusal("tcp://two:1", found, HERE, Path("/w"), "http://p")

    assert refused is not None
    assert refused.startswith("tcp://two:1: a worker must ")
    assert sentence in refused


def test_a_worker_that_is_alike_is_not():
    assert refusal("tcp://two:1", HERE, HERE, Path("/w"), None) is None


def test_a_machine_is_looked_at(tmp_path: Path):
    with shown_to_others(tmp_path) as mark:
        seen = look_around(str(mark), "http://127.0.0.1:1/api")

    assert seen.code == checkout_digest()
    assert {"python", "tensorflow", "distributed"} <= set(seen.versions)
    assert seen.folder is None
    assert not seen.api
