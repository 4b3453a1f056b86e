import numpy as np
import pytest

from modeling.bootstrap import Resamples
from modeling.controls import SHUFFLES, among_films, control, within_overviews
from modeling.scores import TestFilms

FILMS = 200


@pytest.fixture(scope="module")
def films() -> TestFilms:
    labels = (np.random.default_rng(1).random((FILMS, 3)) < [0.5, 0.3, 0.2]).astype(np.int8)
    return TestFilms(
        genres=("A", "B", "C"),
        labels=labels,
        counted=np.array([True, True, False]),
        resamples=Resamples(FILMS, 300, seed=3),
        confidence=0.95,
    )


def test_a_model_that_knows_loses_all_but_chance_by_permuted_inputs(films) -> None:
    perfect = films.labels.astype(np.float32)

    found = control("cnn", "posters among films", films, perfect, among_films(perfect, seed=1))

    assert (found.model, found.shuffled, found.shuffles) == ("cnn", "posters among films", SHUFFLES)
    chance = films.labels[:, :2].mean()
    assert found.map.value == pytest.approx(chance, abs=0.05)
    assert found.loss.value == pytest.approx(1 - found.map.value)
    assert found.loss.low > 0.4


def test_a_model_that_knows_nothing_loses_nothing(films) -> None:
    guesses = np.random.default_rng(6).random(films.labels.shape).astype(np.float32)

    found = control("lstm", "overviews among films", films, guesses, among_films(guesses, seed=1))

    assert found.loss.low < 0 < found.loss.high


def test_the_interval_covers_how_the_shuffles_differ(films) -> None:
    knowing = films.labels.astype(np.float32)
    halves = [np.where(np.arange(FILMS)[:, None] < end, knowing, 0.5) for end in (100, 120, 200)]

    one, several = (
        control(
            "cnn", "posters among films", films, knowing, [half.astype(np.float32) for half in of]
        )
        for of in ([halves[1]] * 3, halves)
    )

    assert several.map.high - several.map.low > 2 * (one.map.high - one.map.low)
    assert several.loss.high - several.loss.low > 2 * (one.loss.high - one.loss.low)
    assert several.map.high <= 1


def test_permuted_predictions_are_the_same_ones_of_other_films() -> None:
    predictions = np.arange(40, dtype=np.float32).reshape(20, 2)

    first, second, third = among_films(predictions, seed=4)

    assert not np.array_equal(first, second)
    assert all(
        np.array_equal(np.sort(each, axis=0), predictions) for each in (first, second, third)
    )
    assert all(
        np.array_equal(a, b)
        for a, b in zip((first, second, third), among_films(predictions, 4), strict=True)
    )


def test_words_stay_within_their_overview() -> None:
    overviews = [np.arange(1, 30, dtype=np.int32), np.array([7], dtype=np.int32)]

    long, short = within_overviews(overviews, seed=4)

    assert not np.array_equal(long, overviews[0])
    assert np.array_equal(np.sort(long), overviews[0])
    assert np.array_equal(short, overviews[1])
    assert np.array_equal(long, within_overviews(overviews, seed=4)[0])
