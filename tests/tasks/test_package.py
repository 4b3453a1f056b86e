from tasks.package import package_models


def test_models_are_packaged_for_use(chain, study):
    ref = package_models.fn(
        (chain.cnn,), chain.evaluation, chain.tables, chain.accepted, chain.split, study
    )

    assert ref.branches == ("cnn",)
    assert chain.store.intact(ref.sha256)
