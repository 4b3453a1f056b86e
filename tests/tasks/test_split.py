from tasks.split import split_films


def test_films_are_divided_once_and_the_same_again(chain, study):
    split = split_films.fn(chain.accepted, study)

    assert split == chain.split
    assert split.train + split.validation + split.test == chain.accepted.films
