from reporting.appraisal import strengths, weaknesses


def test_strengths_follow_from_the_figures(results):
    text = " ".join(strengths(results, "cnn"))
    assert "It beats “Always Drama, Comedy” in mAP (.31 against .12) and “Poster colours" in text
    assert "best at Drama (.61, 546 test films), Animation (.55, 48 test films)" in text
    assert "It says more than the overview about Animation, Horror and Action." in text
    assert "lifts its micro-F1 from .38 to .49" in text
    assert "no over-fitting" not in text


def test_weaknesses_follow_from_the_figures(results):
    text = " ".join(weaknesses(results, "cnn"))
    assert "is not shown to beat" in text
    assert "is no higher than that of “Always Drama, Comedy” (.44)" in text
    assert "its recall is .29 (interval .26 to .32)" in text
    assert "At .5 it never says Music." in text
    assert "over-predicts Drama (said 1,037 times, true 546) and Comedy" in text
    assert "It over-fits from epoch 12 on." in text


def test_a_model_is_compared_with_no_baseline_that_reads_something_else(results):
    for name, other in {"cnn": "TF-IDF", "lstm": "Poster colours"}.items():
        assert other not in " ".join(weaknesses(results, name))
    assert "TF-IDF" in " ".join(weaknesses(results, "fusion"))


def test_a_genre_at_chance_is_no_strength(results):
    best = next(s for s in strengths(results, "lstm") if "is best at" in s)
    weak = next(s for s in weaknesses(results, "lstm") if "than chance" in s)
    assert "Horror" in weak
    assert "Horror" not in best


def test_a_steady_training_is_a_strength(results):
    assert "Its training shows no over-fitting over 20 epochs." in strengths(results, "lstm")


def test_a_model_without_a_history_gets_no_word_on_it(build):
    found = weaknesses(build(training={}), "cnn")
    assert not any("over-fits" in sentence for sentence in found)


def test_a_genre_said_a_little_too_often_is_not_called_over_predicted(results, build_metrics):
    model = results.metrics.models["cnn"]
    drama = model.test.per_genre["Drama"]
    said = {1.4: False, 1.6: True}
    for times, over in said.items():
        fitted = drama.fitted.model_copy(update={"predicted": round(times * drama.support)})
        per_genre = {"Drama": drama.model_copy(update={"fitted": fitted})}
        test = model.test.model_copy(update={"per_genre": per_genre})
        metrics = build_metrics(models={"cnn": model.model_copy(update={"test": test})})
        found = weaknesses(results.model_copy(update={"metrics": metrics}), "cnn")
        assert any("over-predicts Drama" in sentence for sentence in found) == over
