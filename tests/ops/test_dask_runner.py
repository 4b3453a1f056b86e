"""Tasks on Dask's workers that are killed, with small tasks in the place of networks."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from prefect import flow, task

from data_contracts.engine import Engine
from data_contracts.references import ModelRef
from data_contracts.study import Study
from data_contracts.trained_branches import TrainedBranches
from flows.branches import Training, train_each
from flows.runtime import in_separate_processes
from stages.open_study import open_study, run_folder
from storage.run_life import alive
from tests.ops.dask_cluster import Cluster, dask_cluster
from tests.ops.service_under_test import environment_of, until

pytestmark = [pytest.mark.ops, pytest.mark.timeout(1_800)]


def model(branch: str) -> ModelRef:
    return ModelRef(sha256="0" * 64, branch=branch, parameters=1, epochs=1, best_epoch=1)


@task
def train_until_told(branch: str, folder: Path) -> ModelRef:
    """Say where this is trained, and train until told to end."""
    (folder / f"{branch} on {os.environ['FILM_GENRES_WORKER']}").write_text(str(os.getpid()))
    while not (folder / "end").exists():
        time.sleep(0.2)
    return model(branch)


@task
def train_and_be_killed_once(branch: str, folder: Path) -> ModelRef:
    if not (folder / branch).exists():
        (folder / branch).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return model(branch)


def train(task_, folder: Path, study: Study, address: str) -> TrainedBranches:
    @flow(name="train-branches")
    def both() -> TrainedBranches:
        submits = {branch: partial(task_.submit, branch, folder) for branch in ("cnn", "lstm")}
        return train_each([Training(*one) for one in submits.items()], study)

    with alive(run_folder(study)):
        return in_separate_processes(both, study, Engine(name="dask", address=address))()


def trained_where(folder: Path) -> dict[str, set[str]]:
    where: dict[str, set[str]] = {"cnn": set(), "lstm": set()}
    for path in folder.glob("* on *"):
        branch, _, worker = path.name.partition(" on ")
        where[branch].add(worker)
    return where


def lose_a_worker(cluster: Cluster, folder: Path) -> None:
    """Kill a worker once both branches train, and let them end."""
    until(lambda: all(trained_where(folder).values()), "a branch does not start")
    (folder / "at first").write_text(repr(sorted(trained_where(folder).values(), key=str)))
    cluster.kill("one")
    (folder / "end").touch()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with dask_cluster(tmp_path, environment_of(tmp_path / "home"), "one", "two") as up:
        yield up


def test_a_worker_that_goes_away_leaves_its_task_to_another(
    tiny_config, cluster, prefect_server, tmp_path: Path
):
    study, folder = open_study(tiny_config), tmp_path / "marks"
    folder.mkdir()
    killer = threading.Thread(target=lose_a_worker, args=(cluster, folder))
    killer.start()

    trained = train(train_until_told, folder, study, cluster.address)

    killer.join()
    assert trained == TrainedBranches(models=(model("cnn"), model("lstm")))
    assert (folder / "at first").read_text() == "[{'one'}, {'two'}]"
    assert sorted(map(len, trained_where(folder).values())) == [1, 2]  # one branch on both


def test_a_process_that_is_killed_is_started_again(
    tiny_config, cluster, prefect_server, tmp_path: Path, caplog
):
    study = open_study(tiny_config)

    trained = train(train_and_be_killed_once, tmp_path, study, cluster.address)

    assert trained == TrainedBranches(models=(model("cnn"), model("lstm")))
    assert "its process was killed; once more" in caplog.text
