from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from data_contracts.estimate import Estimate
from data_contracts.metrics import BaselineComparison, StudyMetrics
from data_contracts.promotion_rules import PromotionConfig
from modeling.promotion import Duel, above_floor, duel, floor_differences, reason_of

GENRES = ("Drama", "Comedy", "Western")


def films(number: int = 400, skill: float = 0.0, seed: int = 3) -> Duel:
    """Films of which the candidate knows this much more than the champion does."""
    rng = np.random.default_rng(seed)
    labels = (rng.random((number, 3)) < (0.5, 0.3, 0.002)).astype(np.int8)
    champion = 1 / (1 + np.exp(-(labels + rng.normal(size=labels.shape))))
    candidate = 1 / (1 + np.exp(-((1 + skill) * labels + rng.normal(size=labels.shape))))
    return Duel(GENRES, labels, candidate.astype(np.float32), champion.astype(np.float32))


def figures(of: Duel):
    return duel(of, min_support=10, resamples=400, seed=1, confidence=0.95)


def test_means_run_over_the_genres_with_enough_of_these_films():
    of = films()
    found = figures(of)

    assert found.genres == ("Drama", "Comedy")
    for name, said in (("candidate", of.candidate), ("champion", of.champion)):
        each = [average_precision_score(of.labels[:, g], said[:, g]) for g in (0, 1)]
        assert getattr(found, name).value == pytest.approx(np.mean(each))
    assert found.difference.value == pytest.approx(found.candidate.value - found.champion.value)


def test_films_of_too_few_genres_give_no_figures():
    assert figures(films(12)) is None


def test_a_model_against_itself_is_not_better_however_often_it_is_drawn():
    of = films()
    found = figures(Duel(GENRES, of.labels, of.champion, of.champion))

    assert found.difference == Estimate(value=0, low=0, high=0)
    assert reason_of(found, 400, {}, PromotionConfig()) == "not shown to be better"


def test_the_interval_is_paired():
    of = films()
    nudged = of.champion + np.float32(0.02) * of.labels
    found = figures(Duel(GENRES, of.labels, nudged, of.champion))

    width = found.difference.high - found.difference.low
    assert width < 0.5 * (found.champion.high - found.champion.low)


def test_better_is_what_the_lower_bound_says():
    clear, hazy = figures(films(skill=1.0)), figures(films(skill=0.0))

    assert clear.difference.low > 0 > hazy.difference.low
    assert reason_of(clear, 400, {}, PromotionConfig()) == "better"
    assert reason_of(hazy, 400, {}, PromotionConfig()) == "not shown to be better"


def test_a_higher_figure_that_chance_may_explain_is_not_better():
    hazy = replace(figures(films()), difference=Estimate(value=0.02, low=-0.001, high=0.04))

    assert reason_of(hazy, 400, {}, PromotionConfig()) == "not shown to be better"


def test_too_few_films_are_refused_however_good_the_model():
    clear = figures(films(skill=1.0))

    assert reason_of(clear, 99, {}, PromotionConfig()) == "too few films"
    assert reason_of(None, 400, {}, PromotionConfig()) == "too few films"


def test_a_model_below_the_floor_is_refused_however_much_better_than_the_champion():
    clear = figures(films(skill=1.0))
    reaching = {"constant": Estimate(value=0.1, low=0.0, high=0.2)}

    assert reason_of(clear, 400, reaching, PromotionConfig()) == "below the floor"
    assert not above_floor(reaching)
    assert above_floor({"constant": Estimate(value=0.1, low=0.01, high=0.2)})


def test_the_floor_is_of_the_branch_and_of_the_baselines_it_names():
    differences = {"constant": 0.1, "tfidf_logreg": -0.2}
    compared = tuple(
        BaselineComparison(
            model=model,
            baseline=baseline,
            map=Estimate(value=value, low=value - 0.01, high=value + 0.01),
            micro_f1=Estimate(value=0, low=0, high=0),
            standing="beats",
        )
        for model in ("cnn", "lstm")
        for baseline, value in differences.items()
        if (model, baseline) != ("cnn", "tfidf_logreg")
    )
    metrics = StudyMetrics.model_construct(baseline_comparisons=compared)

    assert floor_differences(metrics, "lstm", ("constant", "prevalence")).keys() == {"constant"}
    assert floor_differences(metrics, "lstm", ("constant", "tfidf_logreg")).keys() == {
        "constant",
        "tfidf_logreg",
    }
    assert floor_differences(metrics, "cnn", ("constant", "tfidf_logreg")).keys() == {"constant"}
