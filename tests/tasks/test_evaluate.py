from tasks.evaluate import evaluate_models, fit_baselines


def test_baselines_are_fitted(chain, study):
    assert fit_baselines.fn(chain.source, chain.accepted, chain.split, study) == chain.baselines


def test_models_and_baselines_are_measured(chain, study):
    models = (chain.cnn, chain.lstm)

    evaluation = evaluate_models.fn(models, chain.baselines, chain.accepted, chain.split, study)

    assert evaluation == chain.evaluation
