from pathlib import Path

import yaml
from prefect.events.schemas.automations import Posture

import flows
from flows.automations import FLOWS, SILENCE, crashed_runs
from flows.deployments import HOME


def test_every_flow_of_the_project_is_watched_for_heartbeats():
    sources = [path.read_text("utf-8") for path in Path(flows.__file__).parent.glob("*.py")]
    named = {
        line.partition('@flow(name="')[2].partition('"')[0]
        for source in sources
        for line in source.splitlines()
        if line.startswith("@flow(")
    }

    assert named == set(FLOWS)


def test_a_run_may_miss_three_heartbeats():
    frequencies = {
        int(deployment["work_pool"]["job_variables"]["env"]["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"])
        for deployment in yaml.safe_load((HOME / "prefect.yaml").read_text("utf-8"))["deployments"]
    }
    trigger = crashed_runs().trigger

    assert {4 * frequency for frequency in frequencies} == {SILENCE.seconds}
    assert trigger.posture == Posture.Proactive
    assert trigger.expect > trigger.after


def test_the_file_names_no_path_and_no_secret():
    text = (HOME / "prefect.yaml").read_text("utf-8")

    assert ": /" not in text
    assert "://" not in text
