import pytest

from data_contracts.results import Estimate
from reporting.standings import (
    Standing,
    at_chance,
    beats_all,
    missing_branches,
    ordered_models,
    overturning_baseline,
    ranked_genres,
    standings,
    support_of,
)


@pytest.mark.parametrize(
    ("value", "low", "outcome"),
    [
        (0.6, 0.56, "ahead"),
        (0.52, 0.48, "not apart"),
        (0.57, 0.53, "not apart"),
        (0.5, 0.46, "behind"),
        (0.3, 0.2, "behind"),
    ],
)
def test_a_model_is_ahead_only_where_the_intervals_are_apart(value, low, outcome):
    model = Estimate(value=value, low=low, high=value + 0.04)
    rival = Estimate(value=0.5, low=0.45, high=0.55)
    assert Standing("b", "mAP", model, rival).outcome == outcome


def test_a_model_is_compared_with_baselines_of_its_own_modality_or_none(results):
    compared = {standing.baseline for standing in standings(results.metrics, "cnn")}
    assert compared == {"Always Drama, Comedy"}
    compared = {standing.baseline for standing in standings(results.metrics, "lstm")}
    assert compared == {"Always Drama, Comedy", "TF-IDF and logistic regression"}


def test_a_model_without_a_rival_has_not_failed(results, build_metrics):
    alone = build_metrics(models={"cnn": results.metrics.models["cnn"]})
    assert beats_all(alone, "cnn")
    assert missing_branches(alone) == ("LSTM on overviews",)


def test_chance_is_the_share_of_test_films(results):
    genres = at_chance(results.metrics, "lstm")
    assert "Horror" in genres
    assert "Drama" not in genres
    assert "Documentary" not in genres


def test_models_come_before_baselines(results):
    assert [m.baseline for m in ordered_models(results.metrics)] == [False, False, True, True]


def test_genres_are_ranked_by_average_precision(results):
    ranked = ranked_genres(results.metrics, "cnn")
    assert ranked[0][0] == "Drama"
    assert [p.value for _, p, _ in ranked] == sorted((p.value for _, p, _ in ranked), reverse=True)
    assert support_of(results.metrics, "Drama") == 546


def test_a_baseline_overturns_only_the_verdict_against_its_modality(results, build_metrics):
    found = overturning_baseline(results.metrics)
    assert found.label == "TF-IDF and logistic regression"
    for verdict in ("overview", "equivalent", "undecided"):
        assert overturning_baseline(build_metrics(overall_verdict=verdict)) is None


def test_a_weaker_baseline_overturns_nothing(results, build_metrics):
    models = dict(results.metrics.models)
    test = models["tfidf_logreg"].test.model_copy(update={"map": models["lstm"].test.map})
    models["tfidf_logreg"] = models["tfidf_logreg"].model_copy(update={"test": test})
    assert overturning_baseline(build_metrics(models=models)) is None
