from tasks.preprocess import preprocess_overviews, preprocess_posters


def test_posters_become_examples(chain, study):
    assert preprocess_posters.fn(chain.source, chain.accepted, chain.split, study) == chain.posters


def test_overviews_become_examples(chain, study):
    assert preprocess_overviews.fn(chain.accepted, chain.split, study) == chain.overviews
