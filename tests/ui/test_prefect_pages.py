"""Prefect's pages in a browser: the deployments, the form, the run's graph, the artifacts."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.service_under_test import Service, environment_of, free_port, processes_of, until

PATIENCE = 120_000
ARTIFACTS = ("study-summary", "study-models", "study-genres", "study-verdicts", "data-contract")

pytestmark = [pytest.mark.ui, pytest.mark.timeout(1_800)]


@pytest.fixture(scope="module")
def service(film_folder, tmp_path_factory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("pages")
    films = Path(shutil.copytree(film_folder, folder / "films"))
    found = Service(folder, films, environment_of(folder / "home"))
    found.bring_up("--port", str(free_port()))
    yield found
    assert found.call("stop").returncode == 0
    assert until(lambda: processes_of(str(folder)) == [], "processes are left over", 30)


@pytest.fixture(scope="module")
def page(service, browser):
    found = browser.new_page(viewport={"width": 1440, "height": 1000})
    found.set_default_timeout(PATIENCE)
    found.asked = []
    found.on("request", lambda request: found.asked.append(request.url))
    return found


def submitted(page) -> bool:
    """Press Submit, and say whether the server took the form.

    Under load the database may be busy, and the page then leaves the form as it is: a person
    presses again.
    """
    from playwright.sync_api import TimeoutError as NothingSent

    try:
        with page.expect_response(lambda reply: reply.url.endswith("/create_flow_run")) as reply:
            page.get_by_role("button", name="Submit").click()
    except NothingSent:
        return False
    return reply.value.ok


def test_a_study_is_started_from_its_form_and_followed(service, page, tmp_path):
    pages = service.api.removesuffix("/api")

    page.goto(f"{pages}/deployments")
    for name in ("by-hand", "nightly", "on-change", "watch", "predict"):
        page.get_by_role("link", name=name, exact=True).first.wait_for()
    page.screenshot(path=tmp_path / "deployments.png")

    page.get_by_role("link", name="by-hand", exact=True).first.click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("Custom run").click()
    page.get_by_text("Seed of the split and of both trainings.").wait_for()
    page.get_by_text("Study the films again even where nothing changed").wait_for()
    page.screenshot(path=tmp_path / "form.png", full_page=True)
    until(lambda: submitted(page), "the server took no form")

    (run,) = until(lambda: service.runs("genre-study/by-hand"), service.log)
    assert service.ended(run["id"])["type"] == "COMPLETED", service.log()
    page.goto(f"{pages}/runs/flow-run/{run['id']}")
    page.get_by_text(f"smoke study of {service.films}, seed 1").first.wait_for()
    page.locator("canvas").first.wait_for()
    page.screenshot(path=tmp_path / "run.png")
    # The graph is drawn on a canvas: what it draws is asked of the API.
    names = {node["label"] for _, node in service.get(f"/flow_runs/{run['id']}/graph-v2")["nodes"]}
    told = " ".join(names)
    assert "CNN and LSTM, smoke" in told
    assert "examples of 148 films" in told
    assert "validate 150 films" in told

    page.goto(f"{pages}/artifacts/key/study-summary")
    page.get_by_text("What the study found").first.wait_for()
    page.screenshot(path=tmp_path / "summary.png")
    kept = {artifact["key"] for artifact in service.post("/artifacts/filter")}
    assert set(ARTIFACTS) <= kept


def test_the_pages_call_nobody_but_their_server(service, page):
    pages = service.api.removesuffix("/api")

    elsewhere = [url for url in page.asked if not url.removeprefix("blob:").startswith(pages)]

    assert page.asked
    assert [url for url in elsewhere if not url.startswith(("data:", "ws:"))] == []
