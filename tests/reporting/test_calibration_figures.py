from reporting.calibration_figures import reliability_chart


def test_a_reliability_chart_names_the_model(results):
    found = results.metrics.models["lstm"].test.calibration
    svg = reliability_chart(found, "lstm", "LSTM <b>")
    assert "LSTM &lt;b&gt;" in svg
    assert "as often as said" in svg
