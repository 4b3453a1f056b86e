from reporting.genre_figures import average_precision_chart, verdict_chart


def test_the_verdict_chart_shows_counted_genres_and_the_whole(results):
    svg = verdict_chart(results.metrics, 0.05)
    for words in ("Horror (101)", "Musical (14)", "all genres", "overview", "says more"):
        assert words in svg
    assert "Western" not in svg


def test_the_largest_poster_advantage_is_on_top(results):
    svg = verdict_chart(results.metrics, 0.05)
    labels = ["all genres", "Romance (171)", "Horror (101)", "Animation (48)"]
    places = [svg.index(label) for label in labels]
    assert places == sorted(places)


def test_average_precision_names_models_and_chance(results):
    svg = average_precision_chart(results.metrics)
    for words in ("CNN on posters", "LSTM on overviews", "chance", "Drama (546)"):
        assert words in svg


def test_one_branch_alone_is_drawn(results, build_metrics):
    models = {"cnn": results.metrics.models["cnn"]}
    svg = average_precision_chart(build_metrics(models=models))
    assert "LSTM" not in svg


def test_a_long_genre_with_markup_is_cut_and_escaped(results, build_metrics):
    name = "<b>Very long genre name indeed</b>"
    verdicts = {name: results.metrics.verdicts["Horror"]}
    svg = verdict_chart(build_metrics(verdicts=verdicts), 0.05)
    assert "&lt;b&gt;Very long gen" in svg
    assert "<b>" not in svg
