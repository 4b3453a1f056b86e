from reporting.outline import outline


def test_the_sections_come_in_order(report):
    assert [section.anchor for section in report.sections] == [
        "genres", "claims", "fusion", "models", "seeds", "calibration", "curves", "films", "trust",
        "errors", "since-last-run", "promotion", "contract", "used", "conclusion",
    ]  # fmt: skip
    assert report.about.startswith("multimodal_imdb: 5,060 films (3,542 train, 506 validation and")


def test_the_verdict_chart_is_told_in_words_too(report):
    chart = report.verdict_chart
    assert "Animation +.31 (poster)" in chart.alternative
    assert "Documentary, N/A, News, Reality-TV, Short and Western" in chart.caption


def test_a_missing_branch_leaves_the_verdict_chart_out(build, build_metrics, results):
    models = {"cnn": results.metrics.models["cnn"]}
    assert outline(build(metrics=build_metrics(models=models))).verdict_chart is None
