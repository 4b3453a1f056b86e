import numpy as np
import pytest

from modeling.agreement import all_genres_right, film_agreements, first_guess_right
from modeling.bootstrap import Resamples
from modeling.scores import TestFilms

# Genres A, B, C; films in order: A, B, A and B, C.
LABELS = np.array([[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 1]], dtype=np.int8)
IDS = ("tt1", "tt2", "tt3", "tt4")
POSTER = np.array([[0.9, 0.1, 0.1], [0.1, 0.9, 0.1], [0.9, 0.1, 0.2], [0.9, 0, 0]], np.float32)
OVERVIEW = np.array([[0.9, 0.1, 0], [0.9, 0.1, 0], [0.9, 0.8, 0], [0.1, 0, 0]], np.float32)
FUSION = np.array([[0.9, 0, 0], [0, 0.9, 0], [0.9, 0.8, 0], [0, 0, 0.9]], np.float32)


@pytest.fixture
def films() -> TestFilms:
    return TestFilms(
        genres=("A", "B", "C"),
        labels=LABELS,
        counted=np.ones(3, dtype=bool),
        resamples=Resamples(films=4, number=200, seed=0),
        confidence=0.95,
    )


def test_what_right_means() -> None:
    assert first_guess_right(LABELS, POSTER).tolist() == [True, True, True, False]
    assert all_genres_right(LABELS, POSTER).tolist() == [True, True, False, False]
    assert all_genres_right(LABELS, OVERVIEW).tolist() == [True, False, True, False]


def test_films_are_grouped_by_who_gets_them_right(films: TestFilms) -> None:
    first, every = film_agreements(films, IDS, POSTER, OVERVIEW, FUSION)
    assert (first.both, first.only_poster) == (("tt1", "tt3"), ("tt2",))
    assert (first.only_overview, first.neither) == ((), ("tt4",))
    assert (every.both, every.only_poster) == (("tt1",), ("tt2",))
    assert (every.only_overview, every.neither) == (("tt3",), ("tt4",))
    assert every.fusion_right == {"both": 1, "only_poster": 1, "only_overview": 1, "neither": 1}
    assert first.rule != every.rule


def test_the_gap_is_the_difference_in_films_right(films: TestFilms) -> None:
    first, every = film_agreements(films, IDS, POSTER, OVERVIEW, FUSION)
    assert first.share_gap.value == pytest.approx(1 / 4)
    assert every.share_gap.value == 0
    assert every.share_gap.low < 0 < every.share_gap.high
