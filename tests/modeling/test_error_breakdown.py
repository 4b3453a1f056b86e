import numpy as np
import pytest

from modeling.bootstrap import Resamples
from modeling.error_breakdown import (
    break_down,
    confusion,
    cooccurrence,
    error_breakdown,
    film_f1,
    said_too_often,
)
from modeling.scores import TestFilms

GENRES = ("A", "B", "C")
LABELS = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.int8)
SAID = np.array([[1, 0, 1], [0, 1, 0], [0, 1, 1], [0, 0, 0]], dtype=bool)
ALL = np.ones(3, dtype=bool)


def films_of(labels: np.ndarray, counted: np.ndarray = ALL) -> TestFilms:
    return TestFilms(GENRES, labels, counted, Resamples(len(labels), 300, seed=1), 0.95)


def both_of(labels: np.ndarray) -> tuple[TestFilms, TestFilms]:
    return films_of(labels), films_of(labels).at_once(3)


def test_genres_are_counted_together_as_worked_out_by_hand() -> None:
    counts = cooccurrence(LABELS, GENRES)

    assert counts.genres == GENRES
    assert counts.films == ((2, 1, 0), (1, 2, 0), (0, 0, 1))


def test_confusion_pairs_what_was_missed_with_what_was_wrongly_said() -> None:
    # Film 0 misses B and is wrongly said to have C; film 1 misses A and has B said of it; film 2
    # has a wrong C and misses nothing; film 3 misses C and nothing is said of it.
    assert confusion(LABELS, SAID, GENRES).films == ((0, 1, 0), (0, 0, 1), (0, 0, 0))


def test_f1_of_films_is_as_worked_out_by_hand() -> None:
    assert film_f1(LABELS, SAID, ALL) == pytest.approx([0.5, 0, 2 / 3, 0])
    # Without genre C, film 2 is right, and of film 3 nothing is left to say or to miss.
    assert film_f1(LABELS, SAID, np.array([True, True, False])) == pytest.approx([2 / 3, 0, 1, 0])


def test_a_genre_is_said_too_often_where_chance_cannot_explain_it() -> None:
    labels = np.tile(np.array([[1, 0, 1], [0, 1, 0]], dtype=np.int8), (50, 1))
    said = np.ones((100, 3), dtype=bool)
    said[:, 2] = labels[:, 2]
    said[1, 2] = True

    found = said_too_often(films_of(labels), said)

    assert [genre.genre for genre in found] == ["A", "B"]
    assert (found[0].said, found[0].support, found[0].excess.value) == (100, 50, 50)
    assert 35 < found[0].excess.low < 50 < found[0].excess.high < 65


def test_films_fall_into_quarters_by_their_feature() -> None:
    labels = np.tile(LABELS, (10, 1))
    values = np.arange(40, dtype=np.float64)
    told = np.where(values < 20, 0.2, 0.8)

    found = break_down("overview length", values, {"m": told, "n": 0 * told}, *both_of(labels))

    assert [(group.low, group.high, group.films) for group in found.groups] == [
        (0, 9, 10),
        (10, 19, 10),
        (20, 29, 10),
        (30, 39, 10),
    ]
    assert [group.f1["m"].value for group in found.groups] == pytest.approx([0.2, 0.2, 0.8, 0.8])
    assert found.difference["m"].value == pytest.approx(0.6)
    assert found.difference["n"].value == 0
    assert found.unit == "words"


def test_what_chance_must_not_pick_out_of_many_has_wider_intervals() -> None:
    generator = np.random.default_rng(3)
    labels = (generator.random((80, 3)) < 0.5).astype(np.int8)
    told, values = generator.random(80), np.arange(80, dtype=np.float64)
    films = films_of(labels)

    alone = break_down("overview length", values, {"m": told}, films, films)
    among = break_down("overview length", values, {"m": told}, films, films.at_once(3))
    said = np.ones((80, 3), dtype=bool)
    counts = np.concatenate([drawn.T @ (said - labels) for drawn in films.resamples.chunks()])
    excess = {genre.genre: genre.excess for genre in said_too_often(films, said)}["A"]

    assert among.groups == alone.groups
    assert among.difference["m"].low < alone.difference["m"].low
    assert excess == films.at_once(3).estimate(excess.value, counts[:, 0])


def test_equal_films_stay_together() -> None:
    labels = np.tile(LABELS, (10, 1))
    values = np.repeat([1.0, 60.0], [10, 30])

    found = break_down("overview length", values, {"m": values / 60}, *both_of(labels))

    assert [(group.low, group.films) for group in found.groups] == [(1, 10), (60, 30)]


def test_one_value_for_all_films_is_one_group_without_a_difference() -> None:
    labels = np.tile(LABELS, (10, 1))

    found = break_down("poster brightness", np.ones(40), {"m": np.ones(40)}, *both_of(labels))

    assert len(found.groups) == 1
    assert found.difference["m"].value == found.difference["m"].high == 0


def test_every_model_is_broken_down_at_its_own_threshold() -> None:
    probabilities = {name: SAID.astype(np.float32) * 0.4 for name in ("cnn", "lstm")}
    lengths = np.array([1.0, 2, 3, 4])

    found = error_breakdown(
        films_of(LABELS), probabilities, {"cnn": 0.3, "lstm": 0.5}, {"overview length": lengths}
    )

    assert found.confusion["cnn"] == confusion(LABELS, SAID, GENRES)
    assert found.confusion["lstm"] == confusion(LABELS, SAID & False, GENRES)
    assert found.features[0].groups[2].f1["cnn"].value == pytest.approx(2 / 3)
    assert found.features[0].groups[2].f1["lstm"].value == 0
