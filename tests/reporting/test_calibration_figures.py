import re

from reporting.calibration_figures import reliability_chart


def test_a_reliability_chart_names_the_model(results):
    found = results.metrics.models["lstm"].test.calibration
    svg = reliability_chart(found, "lstm", "LSTM <b>")
    assert "LSTM &lt;b&gt;" in svg
    assert "as often as said" in svg


def test_no_disc_lies_on_the_words_or_is_cut_off_at_the_edge(results):
    svg = reliability_chart(results.metrics.models["lstm"].test.calibration, "lstm", "LSTM")
    words = re.search(r'y="([\d.]+)"[^>]*>as often as said', svg)
    corners = re.search(r'patch_2">\s*<path d="([^"]+)"', svg)
    top = min(float(height) for height in re.findall(r"[\d.]+ ([\d.]+)", corners[1]))
    assert float(words[1]) < top
    assert not re.search(r"<g[^>]*clip-path[^>]*>\s*<use", svg)
