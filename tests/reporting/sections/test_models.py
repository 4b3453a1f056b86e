from reporting.sections.models import models_section


def test_each_model_has_strengths_beside_weaknesses(results):
    contrasts = [b for b in models_section(results).blocks if b.kind == "contrast"]
    assert len(contrasts) == 3
    for contrast in contrasts:
        assert [one.title for one in contrast.lists] == ["Strengths", "Weaknesses"]
        assert all(one.items for one in contrast.lists)


def test_a_missing_model_is_named(build, build_metrics, results):
    models = {"cnn": results.metrics.models["cnn"]}
    section = models_section(build(metrics=build_metrics(models=models)))
    assert "This run holds no figures of the LSTM on overviews." in repr(section)
