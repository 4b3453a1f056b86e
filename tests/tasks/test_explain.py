from tasks.explain import explain_overviews, explain_posters


def test_explanations_are_made_again_the_same(chain, study):
    cnn, lstm = chain.explanations

    assert explain_posters.fn(chain.cnn, chain.posters, chain.evaluation, study) == cnn
    assert explain_overviews.fn(chain.lstm, chain.overviews, chain.evaluation, study) == lstm
