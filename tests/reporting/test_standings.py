import pytest

from data_contracts.estimate import Estimate
from reporting.standings import (
    Standing,
    at_chance,
    beats_all,
    label_of,
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
    assert compared == {"Always Drama, Comedy", "Poster colours and logistic regression"}
    compared = {standing.baseline for standing in standings(results.metrics, "lstm")}
    assert compared == {"Always Drama, Comedy", "TF-IDF and logistic regression"}
    assert len(standings(results.metrics, "fusion")) == 6


@pytest.mark.parametrize(
    ("value", "low", "outcome"),
    [(0.03, 0.01, "ahead"), (0.03, -0.01, "not apart"), (-0.02, -0.05, "behind")],
)
def test_a_paired_difference_goes_before_overlapping_intervals(value, low, outcome):
    rival = Estimate(value=0.5, low=0.3, high=0.7)
    model = Estimate(value=0.5 + value, low=0.3, high=0.7)
    difference = Estimate(value=value, low=low, high=value + 0.02)
    assert Standing("b", "mAP", model, rival, difference).outcome == outcome


def test_paired_differences_are_found_by_model_and_baseline(results):
    found = {(s.baseline, s.measure): s for s in standings(results.metrics, "cnn")}
    assert found["Always Drama, Comedy", "mAP"].difference.low == 0.17
    assert found["Always Drama, Comedy", "micro-F1"].outcome == "not apart"
    assert found["Poster colours and logistic regression", "mAP"].difference is None


def test_labels_fit_into_a_sentence(results):
    labels = [label_of(results.metrics, name) for name in ("cnn", "fusion", "other")]
    assert labels == ["CNN on posters", "fusion of both models", "other"]


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
    assert [m.baseline for m in ordered_models(results.metrics)] == [False] * 3 + [True] * 3


def test_genres_are_ranked_by_average_precision(results):
    ranked = ranked_genres(results.metrics, "cnn")
    assert ranked[0][0] == "Drama"
    assert [p.value for _, p, _ in ranked] == sorted((p.value for _, p, _ in ranked), reverse=True)
    assert support_of(results.metrics, "Drama") == 546


def test_a_baseline_overturns_every_answer_that_does_not_favour_its_modality(build_metrics):
    for verdict in ("poster", "equivalent", "undecided"):
        found = overturning_baseline(build_metrics(overall_verdict=verdict))
        assert found.label == "TF-IDF and logistic regression"
    assert overturning_baseline(build_metrics(overall_verdict="overview")) is None


def test_a_weaker_baseline_overturns_nothing(results, build_metrics):
    models = dict(results.metrics.models)
    test = models["tfidf_logreg"].test.model_copy(update={"map": models["lstm"].test.map})
    models["tfidf_logreg"] = models["tfidf_logreg"].model_copy(update={"test": test})
    assert overturning_baseline(build_metrics(models=models)) is None
