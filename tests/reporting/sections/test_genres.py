from reporting.sections.genres import genres_section


def kinds(section):
    return [block.kind for block in section.blocks]


def test_prose_chart_and_tables_stand_in_order(results):
    assert kinds(genres_section(results)) == ["bullets", "table", "charts", *["table"] * 7]


def test_every_model_and_baseline_has_its_answers_genre_by_genre(results):
    captions = [b.caption for b in genres_section(results).blocks if b.kind == "table"]
    assert captions[2:] == [
        f"{model.label}: what it says of each genre" for model in results.metrics.models.values()
    ]


def test_without_counted_genres_there_is_no_chart(build, build_metrics):
    section = genres_section(build(metrics=build_metrics(counted_genres=())))
    assert "charts" not in kinds(section)
