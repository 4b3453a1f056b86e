"""The report in a browser, as a reader opens it: from disk, without a network."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stages.report import gather, write_report

AXE = Path(sys.prefix) / "axe" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (1440, 768, 390)
THEMES = ("light", "dark")
GRAVE = {"serious", "critical"}

pytestmark = pytest.mark.ui


@pytest.fixture(scope="module")
def report(chain) -> str:
    """The address of the report of the sample films."""
    folder = gather(chain.study, chain.refs)
    write_report(folder)
    return folder.report_html.resolve().as_uri()


class Opened:
    """A page of a width and a theme, and what it asked of the network and complained of."""

    def __init__(self, browser, address: str, width: int, theme: str) -> None:
        # Axe has to get in past the page's own policy; test_the_policy_holds leaves it in force.
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=True
        )
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(address)

    def unfold(self) -> None:
        self.page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")


@pytest.fixture(params=[(w, t) for t in THEMES for w in WIDTHS], ids=lambda p: f"{p[0]}-{p[1]}")
def opened(request, browser, report) -> Iterator[Opened]:
    found = Opened(browser, report, *request.param)
    yield found
    found.context.close()


@pytest.fixture
def page(browser, report):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    found = context.new_page()
    found.complaints = []
    found.on("console", lambda message: found.complaints.append(message.text))
    found.goto(report)
    yield found
    context.close()


def test_nothing_is_wider_than_the_page(opened):
    for fold in (False, True):
        if fold:
            opened.unfold()
        wide = opened.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0


def test_nothing_is_asked_of_the_network(opened, report):
    asked = [url for url in opened.requests if url != report and not url.startswith("data:")]
    assert asked == []
    assert opened.complaints == []


def test_axe_finds_nothing_serious(opened):
    if not AXE.is_file():
        pytest.skip(f"needs axe-core at {AXE} (make test-ui installs it)")
    opened.unfold()
    opened.page.add_script_tag(content=AXE.read_text())
    found = opened.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    grave = [
        (rule["id"], [node["html"][:120] for node in rule["nodes"][:3]])
        for rule in found["violations"]
        if rule["impact"] in GRAVE
    ]
    assert grave == []
    assert found["passes"]


def test_the_policy_holds_and_the_script_runs(page):
    assert page.complaints == []
    assert page.locator("#models-table-caption").count() == 1
    assert page.locator("th button").count() > 0


def test_a_click_sorts_by_a_column_and_the_next_turns_it_round(page):
    table = page.locator("table").first
    button = table.locator("thead th", has_text="mAP").first.locator("button")

    def figures() -> list[float]:
        cells = table.locator("tbody tr td:nth-child(2)")
        return [float(cell.get_attribute("data-order")) for cell in cells.all()]

    button.click()
    falling = figures()
    button.click()
    assert falling == sorted(falling, reverse=True)
    assert figures() == sorted(falling)
    assert len(set(falling)) > 1


def test_a_filter_leaves_the_rows_that_hold_all_its_words(page):
    wrapper = page.locator("#genres .table").first
    rows = wrapper.locator("tbody tr")
    every = rows.count()
    genre = rows.first.locator("th").inner_text()
    wrapper.locator("input[type=search]").fill(genre.upper())
    shown = [row.inner_text() for row in rows.all() if row.is_visible()]
    assert 0 < len(shown) < every
    assert all(genre in row for row in shown)
    assert wrapper.get_by_role("status").inner_text() == f"{len(shown)} of {every} rows"
    wrapper.locator("input[type=search]").fill("")
    assert all(row.is_visible() for row in rows.all())


def test_without_javascript_every_row_is_there(browser, report, page):
    context = browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto(report)
    assert bare.locator("tbody tr").count() == page.locator("tbody tr").count()
    assert bare.locator("th button, input").count() == 0
    context.close()


def test_on_paper_the_folded_tables_are_open(page):
    page.emulate_media(media="print")
    folded = page.locator("details table").first
    assert folded.is_visible()


def test_on_paper_a_table_that_goes_on_repeats_the_words_of_its_head(page):
    # Chromium repeats a head without the boxes in it: a button leaves none.
    page.emulate_media(media="print")
    displays = page.evaluate(
        "[...document.querySelectorAll('th button')].map((b) => getComputedStyle(b).display)"
    )
    assert set(displays) == {"contents"}


def test_letters_in_charts_can_be_read_on_a_phone(browser, report):
    context = browser.new_context(viewport={"width": 390, "height": 900})
    phone = context.new_page()
    phone.goto(report)
    smallest = phone.evaluate(
        """Math.min(...[...document.querySelectorAll('figure svg')].flatMap((svg) => {
          const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
          return [...svg.querySelectorAll('text')].map(
            (text) => scale * parseFloat(getComputedStyle(text).fontSize));
        }))"""
    )
    context.close()
    assert smallest >= 10
