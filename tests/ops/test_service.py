"""The service as a person runs it: one command up, triggers, accidents, one command down.

One service for all tests of the module, which run in the order in which they stand.
"""

import os
import shutil
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data_contracts.config import EvaluationConfig
from data_contracts.films import CSV_NAME
from storage.runs import Workspace
from tests.conftest import tiny_study_config
from tests.ops.service_under_test import (
    Service,
    environment_of,
    free_port,
    processes_of,
    until,
    webhook,
)

pytestmark = [pytest.mark.ops, pytest.mark.timeout(1_800)]

DEPLOYMENTS = {
    "genre-study/by-hand",
    "genre-study/nightly",
    "genre-study/on-change",
    "watch-source/watch",
    "predict-genres/predict",
}
AUTOMATIONS = {
    "film-genres study of a changed data set",
    "film-genres: runs without a sign of life",
    "film-genres: tell of failed runs",
    "film-genres: tell of changed verdicts and refused promotions",
}


@pytest.fixture(scope="module")
def told():
    with webhook() as (address, received):
        yield address, received


@pytest.fixture(scope="module")
def service(film_folder, tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("service")
    films = Path(shutil.copytree(film_folder, folder / "films"))
    found = Service(folder, films, environment_of(folder / "home", FILM_GENRES_WEBHOOK=told[0]))
    said = found.bring_up("--preset", "smoke", "--port", str(free_port()))
    assert found.api.removesuffix("/api") in said
    yield found
    done = found.call("stop")
    assert done.returncode == 0, done.stderr
    assert until(lambda: processes_of(str(folder)) == [], "processes are left over", 30)


def config(service: Service, **settings) -> dict:
    """The parameters of a study that takes seconds."""
    tiny = tiny_study_config(service.films, service.workspace)
    return tiny.model_copy(update=settings).model_dump(mode="json")


def append_line(films: Path) -> None:
    with (films / CSV_NAME).open("a") as csv:
        csv.write("\n")


def test_a_second_call_finds_it_up(service):
    before = (service.workspace / "service" / "state.json").read_text()

    service.bring_up()

    assert (service.workspace / "service" / "state.json").read_text() == before


def test_the_form_has_described_and_bounded_fields(service):
    schema = service.deployment("genre-study/by-hand")["parameter_openapi_schema"]

    study = schema["definitions"]["StudyConfig"]["properties"]
    assert study["seed"]["minimum"] == 0
    assert study["preset"]["enum"]
    undescribed = {n for n, field in study.items() if "description" not in field}
    assert undescribed <= {n for n, field in study.items() if "$ref" in field}
    assert "even where nothing changed" in schema["properties"]["force"]["description"]


def test_everything_is_deployed_with_its_paths_from_variables(service):
    flows = {flow["id"]: flow["name"] for flow in service.post("/flows/filter")}
    found = {f"{flows[d['flow_id']]}/{d['name']}": d for d in service.post("/deployments/filter")}
    assert set(found) == DEPLOYMENTS
    nightly = found["genre-study/nightly"]
    assert nightly["parameters"]["config"]["data"] == str(service.films)
    assert nightly["parameters"]["config"]["output"] == str(service.workspace.resolve())
    assert nightly["schedules"][0]["schedule"]["timezone"] == "Europe/Berlin"
    assert nightly["global_concurrency_limit"]["limit"] == 1
    assert nightly["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
    automations = {a["name"] for a in service.post("/automations/filter")}
    assert automations == AUTOMATIONS


def test_a_changed_source_triggers_exactly_one_study_of_that_version(service):
    # The watcher fires by its schedule, every few seconds here.
    watch = service.deployment("watch-source/watch")["id"]
    schedule = {"schedule": {"interval": 15}, "parameters": {"settle_seconds": 1}, "active": True}
    (made,) = service.post_list(f"/deployments/{watch}/schedules", [schedule])
    (first,) = until(lambda: service.events("film-dataset.changed"), service.log)
    (service.films / CSV_NAME).touch()
    looked = until(lambda: looks(service, "touched"), "no look found the touched file")
    assert service.delete(f"/deployments/{watch}/schedules/{made['id']}")

    (study,) = until(lambda: service.runs("genre-study/on-change"), service.log)

    state = service.ended(study["id"])
    assert state["type"] == "COMPLETED", (state["message"], service.log())
    assert study["parameters"]["version"] == first["payload"]["sha256"]
    assert study["parameters"]["config"]["data"] == str(service.films)
    assert "auto-scheduled" in looked["tags"]
    assert len(service.events("film-dataset.changed")) == 1
    assert len(service.runs("genre-study/on-change")) == 1
    assert len(Workspace(service.workspace).runs()) == 1


def looks(service: Service, word: str) -> dict | None:
    found = service.runs("watch-source/watch")
    return next((run for run in found if word in (run["state"]["message"] or "")), None)


def test_what_was_studied_already_ends_as_unchanged(service):
    run = service.run("genre-study/on-change")

    state = service.ended(run)

    assert (state["type"], state["name"]) == ("COMPLETED", "Completed")
    assert state["message"].startswith("unchanged: ")
    assert len(Workspace(service.workspace).runs()) == 1


def test_a_source_that_changed_again_is_refused(service, told):
    stale = {"config": config(service), "version": "0" * 64}

    state = service.ended(service.run("genre-study/by-hand", parameters=stale))

    assert state["type"] == "FAILED"
    assert "this study is of the version 000000000000" in state["message"]
    heard = until(lambda: [one for one in told[1] if "Failed" in one["event"]], "no webhook", 60)
    assert heard[0]["message"] == state["message"]
    assert "/runs/flow-run/" in heard[0]["address"]


def test_a_contract_stop_names_the_films(service, told):
    broken = Path(shutil.copytree(service.films, service.films.with_name("broken")))
    posters = sorted((broken / "Images").iterdir())[::3]
    for poster in posters:
        poster.unlink()

    run = service.run(
        "genre-study/by-hand", parameters={"config": config(service, data=str(broken))}
    )
    state = service.ended(run)

    assert state["type"] == "FAILED"
    assert any(poster.stem in state["message"] for poster in posters), state["message"]
    until(lambda: [one for one in told[1] if one["message"] == state["message"]], "no webhook", 60)


def test_news_of_a_study_reaches_the_webhook(service, told):
    code = (
        "from tasks.events import promotion_refused, verdicts_changed\n"
        "verdicts_changed('run-1', 'films', {'Drama': 'Drama: \"poster\" became overview'})\n"
        "promotion_refused('run-1', 'films', {'cnn': 'the CNN is below its floor'})\n"
    )

    service.python(code)

    messages = {'Drama: "poster" became overview', "the CNN is below its floor"}
    until(lambda: messages <= {one["message"] for one in told[1]}, f"heard only {told[1]}", 60)


def test_two_studies_of_one_data_set_take_turns(service):
    # The other study measures what the first trained: the turn counts, not what is done in it.
    measured = (EvaluationConfig(min_support=3, resamples=number) for number in (200, 300))
    parameters = [{"config": config(service, seed=2, evaluation=one)} for one in measured]

    runs = [service.run("genre-study/by-hand", parameters=one) for one in parameters]

    assert [service.ended(run)["type"] for run in runs] == ["COMPLETED"] * 2, service.log()
    manifests = [run.read_manifest() for run in Workspace(service.workspace).runs()]
    ours = [manifest for manifest in manifests if manifest.seed == 2]
    first, second = sorted(ours, key=lambda manifest: manifest.created)
    assert first.finished <= second.created


def test_a_killed_worker_leaves_no_run_running_and_late_runs_are_caught_up_once(service, told):
    epochs = twelve_epochs(config(service, seed=4))
    run = service.run("genre-study/by-hand", parameters={"config": epochs})
    until(lambda: "CNN on posters: epoch 2 of 12" in last_log(service, 4), "no second epoch")
    for pid, _ in processes_of(f"FILM_GENRES_SERVICE={service.workspace.resolve()}"):
        os.kill(pid, signal.SIGKILL)
    missed = [datetime.now(UTC) - timedelta(days=days) for days in (3, 2, 1)]
    nights = [service.run("genre-study/nightly", state=scheduled(night)) for night in missed]

    service.bring_up()
    again = service.run("genre-study/by-hand", parameters={"config": epochs})

    state = service.ended(run)
    assert state["type"] == "CRASHED"
    assert "No sign of life" in state["message"]
    until(lambda: [one for one in told[1] if one["message"] == state["message"]], "no webhook", 60)
    assert service.ended(again)["type"] == "COMPLETED", service.log()
    assert "CNN on posters: epoch 12 of 12" in last_log(service, 4)
    assert "CNN on posters: epoch 1 of 12" not in last_log(service, 4)
    ends = sorted(service.ended(night)["type"] for night in nights)
    assert ends == ["CANCELLED", "CANCELLED", "COMPLETED"]


def last_log(service: Service, seed: int) -> str:
    runs = Workspace(service.workspace).runs()
    logs = [run.log for run in runs if run.read_manifest().seed == seed]
    return logs[-1].read_text() if logs and logs[-1].is_file() else ""


def scheduled(moment: datetime) -> dict:
    return {"type": "SCHEDULED", "state_details": {"scheduled_time": moment.isoformat()}}


def twelve_epochs(settings: dict) -> dict:
    for branch in ("cnn", "lstm"):
        settings["recipe"][branch]["training"]["epochs"] = 12
    return settings


def test_nothing_but_the_loopback_is_listened_to_or_called(service):
    listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
    port = f":{int(service.api.split(':')[2].split('/')[0]):04X}"
    addresses = {line.split()[1] for line in listening if line.split()[3] == "0A"}
    assert {a for a in addresses if a.endswith(port)} == {f"0100007F{port}"}
    settings = service.get("/admin/settings")
    assert settings["server"]["analytics_enabled"] is False
    marked = processes_of(f"FILM_GENRES_SERVICE={service.workspace.resolve()}")
    assert marked
    for pid, _ in marked:
        assert "DO_NOT_TRACK=1" in Path(f"/proc/{pid}/environ").read_text().split("\0")
