import pytest

from data_contracts.estimate import Estimate
from data_contracts.metrics import GenreVerdict
from reporting.sentences import answer


def with_metrics(build, build_metrics, **changes):
    return build(metrics=build_metrics(**changes))


def without(results, build_metrics, *names):
    models = {k: v for k, v in results.metrics.models.items() if k not in names}
    return build_metrics(models=models, verdicts={})


@pytest.mark.parametrize(
    ("verdict", "overall", "start"),
    [
        (
            "poster",
            (0.05, 0.03, 0.07),
            "Between these two networks, the poster says more about a film's genres than the ",
        ),
        (
            "overview",
            (-0.05, -0.07, -0.03),
            "The overview says more about a film's genres than the poster:",
        ),
        (
            "equivalent",
            (0.01, -0.02, 0.04),
            "Between these two networks, posters and overviews say equally much about a film's ",
        ),
        (
            "undecided",
            (0.03, -0.03, 0.09),
            "Between these two networks, these films do not settle whether posters or overviews ",
        ),
    ],
)
def test_the_answer_follows_from_the_interval(build, build_metrics, verdict, overall, start):
    value, low, high = overall
    estimate = Estimate(value=value, low=low, high=high)
    found = with_metrics(build, build_metrics, overall=estimate, overall_verdict=verdict)
    first, _ = answer(found)
    assert first.startswith(start)
    assert ("interval .03 to .07" in first) == (abs(value) == 0.05)
    assert first.endswith(".")


def test_the_interval_shows_whether_0_lies_in_it(build, build_metrics):
    estimate = Estimate(value=0.012, low=-0.003, high=0.026)
    first, _ = answer(with_metrics(build, build_metrics, overall=estimate))
    assert "a difference of .012" in first
    assert "interval \N{MINUS SIGN}.003 to .026)" in first


def test_the_larger_side_is_named_first(build, build_metrics):
    estimate = Estimate(value=-0.05, low=-0.07, high=-0.03)
    first, _ = answer(with_metrics(build, build_metrics, overall=estimate))
    assert first.index("LSTM on overviews") < first.index("CNN on posters")


def test_the_second_sentence_counts_every_genre(results):
    _, second = answer(results)
    assert second == (
        "Genre by genre, the poster says more for Animation, Horror and Action; the overview says "
        "more for Romance, Drama and Comedy; the two are equivalent for Thriller; twelve genres "
        "are undecided; and six genres have too few test films to say."
    )


def genre_verdict(word):
    difference = None if word == "not enough films" else Estimate(value=0.1, low=0, high=0.2)
    return GenreVerdict(support=20, verdict=word, difference=difference)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["poster"], "Genre by genre, the poster says more for G0."),
        (
            ["undecided"],
            "Genre by genre, neither is shown to say more for any genre; and one genre is "
            "undecided.",
        ),
        (
            ["poster", "overview", "not enough films"],
            "Genre by genre, the poster says more for G0; the overview says more for G1; and one "
            "genre has too few test films to say.",
        ),
        ([], "Genre by genre, neither is shown to say more for any genre."),
    ],
)
def test_the_second_sentence_is_grammatical_for_one_none_and_many(
    build, build_metrics, words, sentence
):
    verdicts = {f"G{i}": genre_verdict(word) for i, word in enumerate(words)}
    _, second = answer(with_metrics(build, build_metrics, verdicts=verdicts))
    assert second == sentence


def test_more_genres_than_a_sentence_holds_are_counted(build, build_metrics):
    verdicts = {f"G{i}": genre_verdict("poster") for i in range(11)}
    _, second = answer(with_metrics(build, build_metrics, verdicts=verdicts))
    assert "eleven genres, most of all G0, G1 and G2" in second


def test_a_missing_branch_is_named(build, build_metrics, results):
    first, second = answer(build(metrics=without(results, build_metrics, "lstm")))
    assert first.startswith("This run holds no LSTM on overviews, so it cannot say")
    assert second.startswith("The CNN on posters reaches a mean average precision of .31 (interval")
    assert second.endswith("is best at Drama, Animation and Action.")


def test_both_branches_missing_are_named(build, build_metrics, results):
    metrics = without(results, build_metrics, "lstm", "cnn")
    first, second = answer(build(metrics=metrics))
    assert first.startswith("This run holds no CNN on posters and no LSTM on overviews, so")
    assert second == "Only the baselines were measured."


def test_no_counted_genre_means_no_answer(build, build_metrics):
    first, _ = answer(with_metrics(build, build_metrics, counted_genres=()))
    assert "no genre has the ten test films that a verdict needs" in first


@pytest.mark.parametrize(
    ("genres", "told"),
    [
        (["Drama"], "the two are equivalent for Drama;"),
        (["Crime"], "equivalent for Crime, where neither is shown to be better than chance;"),
        (
            ["Drama", "Crime"],
            "equivalent for Drama and Crime (at Crime neither is shown to be better than chance);",
        ),
    ],
)
def test_models_that_tell_nothing_alike_are_not_called_equivalent_without_a_word(
    results, build, build_metrics, genres, told
):
    found = results.metrics.verdicts
    verdicts = {
        genre: found[genre].model_copy(update={"verdict": "equivalent"}) for genre in genres
    }
    verdicts |= {"Horror": found["Horror"]}
    _, second = answer(
        with_metrics(build, build_metrics, verdicts={**verdicts, "N/A": found["N/A"]})
    )
    assert told in second
