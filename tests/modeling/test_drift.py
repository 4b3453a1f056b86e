"""Drift is found where it was put, and nowhere else."""

import numpy as np
import pytest

from modeling.drift import FilmFigures, measure_drift

GENRES = ("Drama", "Comedy", "Short")
WORDS = [f"word{number}" for number in range(300)]


def _figures(seed, films=800, drama=0.5, words=12, first_word=0, light=0.4, genres=GENRES):
    chance = np.random.default_rng(seed)
    labels = chance.random((films, len(genres))) < [drama, *[0.3, 0.0][: len(genres) - 1]]
    lengths = chance.poisson(words, films) + 1
    texts = [" ".join(WORDS[w] for w in chance.integers(first_word, 300, n)) for n in lengths]
    looks = {"brightness": chance.normal(light, 0.1, films), "contrast": chance.random(films)}
    return FilmFigures(genres, labels.astype(np.int8), texts, looks)


def _drifted(before, now):
    return [one.feature for one in measure_drift(before, now) if one.drifted]


@pytest.mark.parametrize("seed", range(1, 7))
def test_films_of_one_kind_do_not_drift(seed):
    assert _drifted(_figures(0), _figures(seed, films=400)) == []


@pytest.mark.parametrize(
    ("changes", "features"),
    [
        ({"drama": 0.75}, ["Drama"]),
        ({"words": 16}, ["words of an overview"]),
        ({"first_word": 150}, ["words used"]),
        ({"light": 0.5}, ["brightness"]),
    ],
)
def test_what_drifted_is_named(changes, features):
    assert _drifted(_figures(0), _figures(1, **changes)) == features


def test_sizes_are_those_of_the_named_measures():
    found = {one.feature: one for one in measure_drift(_figures(0), _figures(1, drama=0.75))}
    assert found["Drama"].size == pytest.approx(np.pi / 6, abs=0.07)  # Cohen's h of .5 and .75
    assert found["Short"].size == 0
    assert found["Short"].p_value == 1
    assert found["words used"].size < 0.05
    assert found["brightness"].p_value > 0.01


def test_a_large_effect_on_few_films_may_be_chance():
    before, now = _figures(0, films=12), _figures(3, films=12, drama=0.75)
    assert _drifted(before, now) == []


def test_a_small_effect_on_many_films_is_no_drift():
    found = measure_drift(_figures(0, films=20_000), _figures(1, films=20_000, drama=0.54))
    drama = next(one for one in found if one.feature == "Drama")
    assert drama.p_value < 1e-6
    assert not drama.drifted


def test_genres_that_one_data_set_lacks_are_not_compared():
    found = measure_drift(_figures(0), _figures(1, genres=("Drama",)))
    assert [one.feature for one in found if one.kind == "genre"] == ["Drama"]
