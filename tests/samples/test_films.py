import itertools
import re

import numpy as np

from samples.films import SampleFilm, draw_film, draw_films, film_id


def same(one: SampleFilm, other: SampleFilm):
    facts = (one.film_id, one.title, one.genres, one.overview)
    return facts == (other.film_id, other.title, other.genres, other.overview) and np.array_equal(
        one.poster, other.poster
    )


def test_a_film_is_the_same_whatever_the_count():
    few, many = list(draw_films(3, seed=4)), list(draw_films(6, seed=4))
    assert len(many) == 6
    assert all(same(one, other) for one, other in zip(few, many, strict=False))


def test_another_seed_draws_other_films():
    assert not same(draw_film(1, 0), draw_film(2, 0))


def test_films_come_one_by_one():
    endless = draw_films(10**9, seed=1)
    assert len(list(itertools.islice(endless, 2))) == 2


def test_ids_are_those_of_the_real_data_and_unique():
    ids = [film_id(index) for index in range(20_000)]
    ids += [film_id(5_000_000 + index) for index in range(2_000)]
    assert len(set(ids)) == 22_000
    assert all(re.fullmatch(r"tt[0-9]{7}", name) for name in ids)
