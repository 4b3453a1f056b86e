from data_contracts.study import EarlierRun
from tasks.preprocess import preprocess_overviews, preprocess_posters
from tasks.split import split_films


def test_films_are_divided_once_and_the_same_again(chain, study):
    split = split_films.fn(chain.accepted, study)

    assert split == chain.split
    assert split.train + split.validation + split.test == chain.accepted.films


def test_the_same_films_after_another_run_with_the_same_parts_are_a_hit(chain, study):
    """As it is when last_accepted is 'latest', and nothing changes from one run to the next."""
    accepted, keys = chain.accepted, set()
    last = EarlierRun(run_id="first", tables=chain.tables, accepted=accepted, split=chain.split)
    for run_id in ("first", "second"):
        last = last.model_copy(update={"run_id": run_id})
        key = split_films.cache_policy.key({"accepted": accepted, "study": study, "last": last})
        last = last.model_copy(update={"split": split_films.fn(accepted, study, last)})
        inputs = {"accepted": accepted, "split": last.split, "study": study}
        posters = preprocess_posters.cache_policy.key({**inputs, "source": chain.source})
        keys.add((key, posters, preprocess_overviews.cache_policy.key(inputs)))

    assert last.split == chain.split
    assert len(keys) == 1
