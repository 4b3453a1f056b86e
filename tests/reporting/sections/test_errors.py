from data_contracts.estimate import Estimate
from reporting.sections.errors import confusion_sentence, errors_section, feature_sentence


def test_the_most_frequent_confusions_are_named(results):
    text = confusion_sentence(results.metrics, results.errors, "lstm")
    assert text.startswith("The LSTM on overviews most often says Comedy instead of Drama (60 ")
    assert "(60 of 546 Drama films)" in text


def test_a_difference_between_films_is_said_only_where_it_is_shown(results):
    length, _ = results.errors.features
    assert "LSTM on overviews does better on the longest" in feature_sentence(
        results.metrics, length, "lstm"
    )
    assert "CNN on posters is not shown to do better or worse" in feature_sentence(
        results.metrics, length, "cnn"
    )


def test_an_interval_shows_whether_0_lies_in_it(results):
    length, _ = results.errors.features
    near = Estimate(value=0.048, low=-0.001, high=0.096)
    found = length.model_copy(update={"difference": {**length.difference, "cnn": near}})
    text = feature_sentence(results.metrics, found, "cnn")
    assert "a difference of +.048 (interval \N{MINUS SIGN}.001 to +.096)" in text


def test_the_section_holds_each_kind_of_error(results):
    kinds = [block.kind for block in errors_section(results).blocks]
    assert kinds.count("heading") == 3
    assert kinds.count("charts") == 1
    assert "said too often" in repr(errors_section(results))


def test_a_run_without_a_breakdown_or_without_errors_says_so(build, results):
    assert "did not break" in errors_section(build(errors=None)).blocks[0].text
    none = results.errors.model_copy(update={"said_too_often": {}})
    assert "No model is shown to say" in repr(errors_section(build(errors=none)))


def test_what_intervals_hold_for_is_said_and_older_runs_claim_no_more_than_they_can(build, results):
    assert "hold for the two features of a model at once" in repr(errors_section(results))
    assert "it holds for all genres of the model at once" in repr(errors_section(results))
    older = results.errors.model_copy(update={"at_once": False})
    assert "at once" not in repr(errors_section(build(errors=older)))
