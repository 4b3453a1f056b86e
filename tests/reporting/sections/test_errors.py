from reporting.sections.errors import confusion_sentence, errors_section, feature_sentence


def test_the_most_frequent_confusions_are_named(results):
    text = confusion_sentence(results.metrics, results.errors, "lstm")
    assert text.startswith("The LSTM on overviews most often says Comedy for Drama (60 of 546")


def test_a_difference_between_films_is_said_only_where_it_is_shown(results):
    length, _ = results.errors.features
    assert "LSTM on overviews does better on the longest" in feature_sentence(
        results.metrics, length, "lstm"
    )
    assert "CNN on posters is not shown to do better or worse" in feature_sentence(
        results.metrics, length, "cnn"
    )


def test_the_section_holds_each_kind_of_error(results):
    kinds = [block.kind for block in errors_section(results).blocks]
    assert kinds.count("heading") == 3
    assert kinds.count("charts") == 1
    assert "said too often" in repr(errors_section(results))


def test_a_run_without_a_breakdown_or_without_errors_says_so(build, results):
    assert "did not break" in errors_section(build(errors=None)).blocks[0].text
    none = results.errors.model_copy(update={"said_too_often": {}})
    assert "No model is shown to say" in repr(errors_section(build(errors=none)))
