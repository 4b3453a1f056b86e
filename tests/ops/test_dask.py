"""Studies on the workers of a Dask cluster, which end as on one machine."""

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from data_contracts.config import StudyConfig
from data_contracts.study import Manifest
from stages.code_version import OUR_PACKAGES
from storage.parquet import read_table
from storage.runs import RunFolder, Workspace
from tests.conftest import tiny_study_config
from tests.ops.dask_cluster import Cluster, dask_cluster
from tests.ops.s3_on_the_loopback import Bucket, bucket_with
from tests.ops.service_under_test import COMMAND, ROOT, environment_of, free_port, until
from tests.ops.test_kill_training import twelve_epochs

pytestmark = [pytest.mark.ops, pytest.mark.timeout(1_800)]

SAME_CONTENT = ("source", "tables", "split", "posters", "overviews", "baselines")
"""What has no times in it, so that its digest has to be the same."""


@dataclass(frozen=True)
class Site:
    """A folder with films, a Prefect server, a Dask cluster, and what calls the command there."""

    folder: Path
    environment: dict[str, str]
    cluster: Cluster
    config: StudyConfig

    def command(self, config: StudyConfig, *flags: str) -> tuple[str, ...]:
        file = self.folder / "study.json"
        file.write_text(config.model_dump_json())
        return (*COMMAND, "run", "--config", str(file), *flags)

    def on_workers(self, config: StudyConfig, *flags: str) -> tuple[str, ...]:
        address = ("--dask-address", self.cluster.address)
        return self.command(config, "--engine", "dask", *address, *flags)

    def call(self, words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True
        )


@contextlib.contextmanager
def prefect_server(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    port = str(free_port())
    server = (sys.executable, "-m", "prefect", "server", "start", "--port", port)
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            (sys.executable, "-m", "flows.bound_process", *server),
            cwd=ROOT,
            env={**environment, "PREFECT_SERVER_API_PORT": port},
            stdout=log,
            stderr=log,
        )
    api = f"http://127.0.0.1:{port}/api"
    try:
        until(lambda: _answers(api), "the server does not start")
        yield api
    finally:
        process.terminate()
        process.wait()


def _answers(api: str) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"{api}/health").is_success
    return False


@pytest.fixture(scope="module")
def site(film_folder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("dask")
    environment = environment_of(folder / "home", PREFECT_SERVER_ANALYTICS_ENABLED="false")
    with prefect_server(folder, environment) as api:
        environment["PREFECT_API_URL"] = api
        with dask_cluster(folder, environment, "one", "two") as cluster:
            config = twelve_epochs(tiny_study_config(film_folder, folder / "workers"))
            yield Site(folder, environment, cluster, config)


@pytest.fixture(scope="module")
def bucket(film_folder) -> Iterator[Bucket]:
    """A bucket that holds the films' folder under films/."""
    files = {
        f"films/{path.relative_to(film_folder).as_posix()}": path
        for path in film_folder.rglob("*")
        if path.is_file()
    }
    with bucket_with(files) as found:
        yield found


def latest(config: StudyConfig) -> RunFolder:
    return Workspace(Path(config.output)).find_run("latest")


def predictions(config: StudyConfig) -> dict:
    folder = latest(config).path / "predictions"
    return {path.stem: read_table(path) for path in folder.iterdir()}


def workers_of(manifest: Manifest) -> dict[str, str | None]:
    return {record.stage: record.worker for record in manifest.stages}


@pytest.fixture(scope="module")
def calm(site) -> StudyConfig:
    """A study that ran on two workers, undisturbed."""
    done = site.call(site.on_workers(site.config))
    assert done.returncode == 0, done.stderr + site.cluster.log("one")[-3_000:]
    assert done.stderr == ""
    return site.config


@pytest.mark.nightly
def test_the_workers_end_with_what_one_machine_ends_with(site, calm):
    alone = calm.model_copy(update={"output": str(site.folder / "alone")})

    done = site.call(site.command(alone))

    assert done.returncode == 0, done.stderr
    here, there = latest(alone).read_manifest(), latest(calm).read_manifest()
    assert here.refs is not None
    assert there.refs is not None
    for name in SAME_CONTENT:
        assert getattr(there.refs, name) == getattr(here.refs, name), name
    assert there.refs.accepted.labels == here.refs.accepted.labels
    assert there.refs.accepted.overviews == here.refs.accepted.overviews
    found = predictions(calm)
    for model, expected in predictions(alone).items():
        assert found[model].equals(expected), model
    assert set(workers_of(here).values()) == {None}


def test_branches_and_shards_are_spread_over_the_workers(calm):
    workers = workers_of(latest(calm).read_manifest())

    assert {workers["train-cnn"], workers["train-lstm"]} == {"one", "two"}
    groups = {stage: one for stage, one in workers.items() if "posters-group" in stage}
    assert len(groups) == 3  # of 150 films: one shard for each part
    assert set(groups.values()) == {"one", "two"}
    assert workers["ingest-source"] is None


def test_each_line_is_in_the_log_once(calm):
    lines = latest(calm).log.read_text().splitlines()

    assert len([line for line in lines if "train-cnn: done in" in line]) == 1


def test_a_worker_with_other_code_is_refused_at_once(site, tmp_path: Path):
    for package in (*OUR_PACKAGES, "flows", "tasks"):
        shutil.copytree(ROOT / package, tmp_path / package)
    with (tmp_path / "modeling" / "metrics.py").open("a") as module:
        module.write("\n# a version of its own\n")
    site.cluster.start_workers("other", home=tmp_path)
    started = time.monotonic()

    done = site.call(site.on_workers(site.config, "--force"))

    site.cluster.kill("other")
    (sentence,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert "a worker must run the same code as the command" in sentence
    assert "Prefect" not in done.stdout
    assert time.monotonic() - started < 60


def test_a_scheduler_without_workers_is_said_at_once(site, tmp_path: Path):
    with dask_cluster(tmp_path, site.environment) as alone:
        flags = ("--engine", "dask", "--dask-address", alone.address)
        done = site.call(site.command(site.config, *flags))

    (sentence,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert f"{alone.address}: the scheduler must have at least one worker, got none" in sentence


def test_a_study_of_an_object_store_is_of_the_same_films(site, calm, bucket):
    environment = {**site.environment, **bucket.environment}
    stored = calm.model_copy(
        update={"data": f"{bucket.url}/films", "object_stores": ("s3",), "output": calm.output}
    )

    done = subprocess.run(
        site.on_workers(stored),
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert "Unchanged: these films were studied in the same way before" in done.stdout
    assert any((Path(calm.output) / "fetched").rglob("*"))


@pytest.mark.nightly
def test_a_worker_that_is_killed_while_it_trains_costs_time_alone(site, calm):
    expected = predictions(calm)
    results = list((Path(calm.output) / "results").glob("train-*"))
    assert len(results) == 2
    for result in results:
        result.unlink()  # so that this run has trainings to make
    log = site.folder / "killed.log"
    with log.open("wb") as stream:
        run = subprocess.Popen(
            site.on_workers(calm, "--force"),
            cwd=ROOT,
            env=site.environment,
            stdout=stream,
            stderr=stream,
        )
    until(lambda: "epoch 1 of" in log.read_text() or run.poll() is not None, "no epoch", 900)

    site.cluster.kill("one")

    assert run.wait(timeout=900) == 0, log.read_text()[-4_000:]
    manifest = latest(calm).read_manifest()
    assert manifest.state == "completed"
    workers = workers_of(manifest)
    assert (workers["train-cnn"], workers["train-lstm"]) == ("two", "two")
    found = predictions(calm)
    assert set(found) == set(expected)
    for model, table in expected.items():
        assert found[model].equals(table), model
    assert list((Path(calm.output) / "checkpoints").glob("*")) == []
