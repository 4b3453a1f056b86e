import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from reporting.html_report import render_html
from reporting.outline import outline

VOID = {"meta", "img", "br", "link", "input", "hr"}


class Page(HTMLParser):
    """Collect the tags, ids, addresses and texts of a page, and check that tags close."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.ids, self.addresses, self.open = [], [], [], []
        self.attributes = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        found = dict(attributes)
        self.attributes.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        self.addresses += [found[k] for k in ("src", "href", "xlink:href") if k in found]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def html(report):
    return render_html(report)


def test_the_page_asks_nothing_of_the_network(html):
    page = Page(html)
    assert all(address.startswith(("#", "data:image/jpeg;base64,")) for address in page.addresses)
    assert "link" not in page.tags
    assert not re.search(r"@import|url\((?!#)", html)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    assert policy.startswith("default-src 'none'; img-src data:;")


def test_the_policy_lets_the_one_script_run(html):
    script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html
    assert Page(html).tags.count("script") == 1


def test_markup_in_the_data_stays_text(build, build_metrics, results, markup):
    example = results.examples[0].model_copy(
        update={"film_id": markup, "rule": markup, "overview": markup, "genres": (markup,)}
    )
    metrics = build_metrics(
        genres=(markup, "Drama"),
        counted_genres=("Drama",),
        verdicts={markup: results.metrics.verdicts["Horror"]},
    )
    changed = build(data_name=markup, examples=(example,), metrics=metrics, command=markup)
    html = render_html(outline(changed))
    assert Page(html).tags.count("script") == 1
    assert "<script>alert" not in html
    assert "<b>bold" not in html
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in html


def test_every_tag_closes_and_every_id_is_there_once(html):
    page = Page(html)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    targets = [address[1:] for address in page.addresses if address.startswith("#")]
    assert set(targets) <= set(page.ids)


def test_tables_have_captions_and_scopes_and_pictures_have_words(html):
    page = Page(html)
    assert page.tags.count("table") == page.tags.count("caption") > 8
    assert all("scope" in found for tag, found in page.attributes if tag == "th")
    assert all(found.get("alt") for tag, found in page.attributes if tag == "img")
    charts = [found for _, found in page.attributes if found.get("role") == "img"]
    assert len(charts) == 13
    assert all(found.get("aria-label") for found in charts)


def test_what_names_another_element_finds_it(html):
    page = Page(html)
    named = [found["aria-labelledby"] for _, found in page.attributes if "aria-labelledby" in found]
    assert set(named) <= set(page.ids)


def test_the_page_is_small_and_always_the_same(results, html):
    assert len(html) < 2_000_000
    assert render_html(outline(results)) == html


@pytest.mark.parametrize("kept", [(), ("cnn",), ("lstm", "tfidf_logreg")])
def test_a_study_without_some_models_is_reported(build, build_metrics, results, kept):
    models = {name: results.metrics.models[name] for name in kept}
    training = {name: record for name, record in results.training.items() if name in kept}
    metrics = build_metrics(models=models, verdicts={})
    html = render_html(outline(build(metrics=metrics, training=training)))
    assert Page(html).open == []
    assert "This run holds no" in html


def test_cells_of_long_text_ask_for_room(build, results):
    stage = results.stages[0].model_copy(update={"reason": "no run of this workspace had this"})
    html = render_html(outline(build(stages=(stage,))))
    assert '<td class="long">no run of this workspace had this</td>' in html
    assert html.count("A film&#39;s second picture") == 1
