import pytest

from data_contracts.estimate import Estimate
from reporting.judgements import cautions, conclusion


def test_a_model_that_does_not_beat_its_baseline_is_said_to_have_failed(results):
    turning, cnn, lstm = cautions(results.metrics)
    assert turning.startswith("“TF-IDF and logistic regression” draws more from the overview")
    assert cnn.startswith("The CNN on posters is not shown to beat")
    assert lstm.startswith("The LSTM on overviews has failed: it does not beat “TF-IDF and")
    assert "in mAP (.26 against .41) or micro-F1 (.50 against .57)." in lstm


def test_only_the_two_branches_get_a_caution(results):
    assert not any("usion" in caution for caution in cautions(results.metrics))
    assert "The fusion of both models has failed" in " ".join(conclusion(results))


def test_a_model_that_beats_its_baselines_gets_no_caution(build_metrics, results):
    models = {k: v for k, v in results.metrics.models.items() if k in {"cnn", "lstm"}}
    assert cautions(build_metrics(models=models)) == ()


def test_the_conclusion_says_where_a_baseline_draws_more_from_a_modality(results):
    text = " ".join(conclusion(results))
    assert "“TF-IDF and logistic regression” draws more from the overview" in text
    assert "seed 1" in text


def test_the_conclusion_says_who_beats_the_baselines(build, build_metrics, results):
    models = dict(results.metrics.models)
    weak = models["constant"].test
    low = Estimate(value=0.1, low=0.08, high=0.12)
    fitted = weak.fitted.model_copy(update={"micro_f1": low})
    models["constant"] = models["constant"].model_copy(
        update={"test": weak.model_copy(update={"fitted": fitted, "map": low})}
    )
    changed = build_metrics(models=models, baseline_comparisons=())
    text = " ".join(conclusion(build(metrics=changed)))
    assert (
        "The CNN on posters beats what stands for its modality: “Always Drama, Comedy” and "
        "“Poster colours and logistic regression”." in text
    )


@pytest.mark.parametrize(
    ("rival", "said"), [(0.263, "(.260 against .263)"), (0.2604, "(both .260)")]
)
def test_figures_that_decide_a_failure_do_not_read_alike(build_metrics, results, rival, said):
    models = dict(results.metrics.models)
    test = models["tfidf_logreg"].test
    near = Estimate(value=rival, low=0.24, high=0.28)
    models["tfidf_logreg"] = models["tfidf_logreg"].model_copy(
        update={"test": test.model_copy(update={"map": near})}
    )
    text = " ".join(cautions(build_metrics(models=models)))
    assert f"in mAP {said}" in text


def test_two_better_baselines_share_one_sentence(build, build_metrics, results):
    models = dict(results.metrics.models)
    simple = models["poster_features_logreg"]
    high = Estimate(value=0.4, low=0.38, high=0.42)
    test = simple.test.model_copy(update={"map": high})
    models["poster_features_logreg"] = simple.model_copy(update={"test": test})
    text = " ".join(conclusion(build(metrics=build_metrics(models=models))))
    assert (
        "than the CNN on posters does (.40 against .31 in mean average precision) and “TF" in text
    )
    assert text.count("the comparison is one of these two networks") == 1
