import pytest

from data_contracts.estimate import Estimate
from reporting.sections.calibration import calibration_section, calibration_sentence


def test_the_error_is_said_in_words_with_its_worst_bin(results):
    text = calibration_sentence(results.metrics, "cnn")
    assert "is off by .030 (interval .020 to .040) in the mean, which is small" in text
    assert "between 60\N{NO-BREAK SPACE}% and 70\N{NO-BREAK SPACE}%, where it is too sure" in text
    assert "of the 30 pairs that it calls .64 likely, .53 (interval" in text


@pytest.mark.parametrize(
    ("value", "low", "words"),
    [
        (0.08, 0.06, "which is large"),
        (0.08, 0.04, "not shown to be at most .05"),
        (0.045, 0.04, "not shown to be at most .05"),
    ],
)
def test_a_larger_error_is_called_so(results, build_metrics, value, low, words):
    cnn = results.metrics.models["cnn"]
    error = Estimate(value=value, low=low, high=0.1)
    found = cnn.test.calibration.model_copy(update={"expected_error": error})
    test = cnn.test.model_copy(update={"calibration": found})
    metrics = build_metrics(models={"cnn": cnn.model_copy(update={"test": test})})
    assert words in calibration_sentence(metrics, "cnn")


def test_a_gap_that_may_be_chance_is_not_called_wrong(results, build_metrics):
    cnn = results.metrics.models["cnn"]
    found = cnn.test.calibration
    bins = [
        one.model_copy(update={"share_true": Estimate(value=0.4, low=0.0, high=1.0)})
        for one in found.bins
        if one.mean_probability is not None
    ]
    wide = found.model_copy(update={"bins": tuple(bins)})
    test = cnn.test.model_copy(update={"calibration": wide})
    metrics = build_metrics(models={"cnn": cnn.model_copy(update={"test": test})})
    text = calibration_sentence(metrics, "cnn")
    assert text.endswith("In no range of 20 pairs or more is it shown to be wrong.")


def test_each_trained_model_has_a_chart_and_every_model_a_row(results):
    charts, table = calibration_section(results).blocks[-2:]
    assert len(charts.charts) == 3
    assert len(table.rows) == len(results.metrics.models)


def test_a_run_that_did_not_look_says_so(build, build_metrics, results):
    cnn = results.metrics.models["cnn"]
    bare = cnn.model_copy(update={"test": cnn.test.model_copy(update={"calibration": None})})
    section = calibration_section(build(metrics=build_metrics(models={"cnn": bare})))
    assert "did not look" in section.blocks[0].text
