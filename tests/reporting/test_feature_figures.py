from reporting.feature_figures import feature_chart, group_range


def test_a_chart_names_its_groups_and_models(results):
    svg = feature_chart(results.errors.features[0], {"cnn": "CNN", "lstm": "LSTM"})
    for words in ("3 to 19", "20 to 90", "words", "CNN", "LSTM", "var(--poster"):
        assert words in svg
    assert "legend" not in svg


def test_brightness_is_written_as_a_share(results):
    brightness = results.errors.features[1]
    assert group_range(brightness.feature, brightness.groups[0]) == ".10 to .30"
