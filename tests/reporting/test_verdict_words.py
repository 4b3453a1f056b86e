import pytest

from data_contracts.estimate import Estimate
from data_contracts.metrics import GenreVerdict
from reporting.verdict_words import verdict_sentences


def verdict(word, by_f1="undecided", support=20):
    some = Estimate(value=0.1, low=0, high=0.2)
    return GenreVerdict(
        support=support, verdict=word, difference=some, f1_difference=some, f1_verdict=by_f1
    )


def sentences(build, build_metrics, **changes):
    return verdict_sentences(build(metrics=build_metrics(**changes)))


def test_every_kind_of_verdict_is_named_the_largest_difference_first(results):
    visual, context, equivalent, undecided, chance, few, by_f1 = verdict_sentences(results)
    assert visual.startswith("Visually driven (the poster says more): Animation (+.31, +.12 to ")
    assert "Romance (\N{MINUS SIGN}.19, \N{MINUS SIGN}.28 to \N{MINUS SIGN}.10), Drama (" in context
    assert equivalent == (
        "Equivalent (the difference is within .05 either way): Thriller (+.01, "
        "\N{MINUS SIGN}.04 to +.04)."
    )
    assert undecided.count("(+.02, ") == 12
    assert chance.startswith("Neither model is shown to be better than chance at Adventure, ")
    assert "Horror" not in chance
    assert few == (
        "Not enough films (fewer than 10 in the test films, so left out of every mean): "
        "Documentary (0), N/A (0), News (0), Reality-TV (0), Short (0) and Western (8)."
    )
    assert (
        by_f1 == "By F1 the verdict differs for Comedy (undecided); it is never the opposite one."
    )


def test_a_kind_of_verdict_without_genres_says_so(build, build_metrics):
    found = sentences(build, build_metrics, verdicts={"Drama": verdict("poster", "poster")})
    assert "Context driven (the overview says more): no genre." in found
    assert "Every genre has at least ten test films." in found
    assert found[-1] == "By F1 every verdict is the same."


def test_an_opposite_verdict_by_f1_is_said(build, build_metrics):
    verdicts = {"Drama": verdict("overview", "poster"), "War": verdict("poster", "overview")}
    found = sentences(build, build_metrics, verdicts=verdicts)
    assert found[-1] == (
        "By F1 the verdict differs for Drama (poster) and War (overview); for Drama and War it is "
        "the opposite one."
    )


def test_a_run_without_f1_verdicts_says_nothing_of_them(build, build_metrics):
    old = verdict("poster").model_copy(update={"f1_difference": None})
    assert not any("F1" in said for said in sentences(build, build_metrics, verdicts={"War": old}))


def test_genres_above_chance_for_one_model_are_not_called_chance(results, build, build_metrics):
    above = results.metrics.models["lstm"]
    models = {**results.metrics.models, "cnn": above.model_copy(update={"label": "CNN"})}
    everywhere = Estimate(value=0.9, low=0.8, high=1)
    per_genre = {
        genre: scores.model_copy(update={"average_precision": everywhere})
        for genre, scores in above.test.per_genre.items()
    }
    test = above.test.model_copy(update={"per_genre": per_genre})
    models["lstm"] = above.model_copy(update={"test": test})
    assert not any("chance" in said for said in sentences(build, build_metrics, models=models))


@pytest.mark.parametrize(
    ("gone", "named"),
    [
        (("lstm",), "the LSTM on overviews"),
        (("cnn", "lstm"), "the CNN on posters and the LSTM on overviews"),
    ],
)
def test_without_a_model_no_genre_gets_a_verdict(results, build, build_metrics, gone, named):
    models = {k: v for k, v in results.metrics.models.items() if k not in gone}
    found = sentences(build, build_metrics, models=models, verdicts={})
    assert found == (f"No genre gets a verdict, for this run lacks {named}.",)
