import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from modeling.metrics import decide
from modeling.thresholds import fit_genre_thresholds, fit_shared_threshold, own_weight


def _probabilities(*rows: tuple[float, ...]) -> np.ndarray:
    return np.array(rows, dtype=np.float32)


def test_the_threshold_is_that_worked_out_by_hand() -> None:
    labels = np.array([[1, 0], [1, 1], [0, 0]], dtype=np.int8)
    probabilities = _probabilities((0.9, 0.2), (0.4, 0.3), (0.35, 0.1))
    # By score .9 yes, .4 yes, .35 no, .3 yes, .2 no, .1 no, and 3 to be found:
    # the F1 of saying the first n is 2/4, 4/5, 4/6, 6/7, 6/8 and 6/9.
    assert fit_shared_threshold(labels, probabilities) == np.float32(0.3)


def test_of_equally_good_thresholds_the_highest_is_taken() -> None:
    labels = np.array([[1, 0, 0, 1]], dtype=np.int8)
    # By score yes, no, no, yes: F1 = 2/3, 2/4, 2/5, 4/6.
    assert fit_shared_threshold(labels, _probabilities((0.9, 0.8, 0.7, 0.6))) == np.float32(0.9)


def test_tied_pairs_are_taken_together() -> None:
    labels = np.array([[1, 0, 1]], dtype=np.int8)
    # .5 is all or nothing: F1 = 4/5 with all three; a yes on its own would be better and is not
    # to be had.
    assert fit_shared_threshold(labels, _probabilities((0.5, 0.5, 0.5))) == 0.5


def test_answers_of_zero_and_one_stay_as_they_are() -> None:
    labels = np.ones((3, 2), dtype=np.int8)
    probabilities = _probabilities((1, 0), (1, 0), (1, 0))
    assert fit_shared_threshold(labels, probabilities) == 1.0


def test_without_a_candidate_the_threshold_is_half() -> None:
    assert fit_shared_threshold(np.ones((2, 2), dtype=np.int8), np.zeros((2, 2), np.float32)) == 0.5


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_no_candidate_beats_the_threshold(seed: int) -> None:
    generator = np.random.default_rng(seed)
    labels = generator.random((12, 3)) < 0.4
    probabilities = generator.random((12, 3)).round(1).astype(np.float32)

    def micro_f1(threshold: float) -> float:
        decisions = decide(probabilities, threshold)
        return float(f1_score(labels, decisions, average="micro", zero_division=0))

    best = max(micro_f1(score) for score in np.unique(probabilities) if score > 0)
    assert micro_f1(fit_shared_threshold(labels, probabilities)) == pytest.approx(best)


def test_a_genres_threshold_lies_between_its_own_and_the_shared_one() -> None:
    labels = np.zeros((100, 2), dtype=np.int8)
    labels[:20, 0] = 1
    probabilities = np.full((100, 2), 0.1, dtype=np.float32)
    probabilities[:20, 0] = 0.8
    thresholds = fit_genre_thresholds(labels, probabilities, shared=0.4)
    # 20 films weigh as much as the shared choice: half of the way from .4 to .8.
    assert thresholds == pytest.approx([0.6, 0.4])


def test_the_more_films_the_more_a_genre_decides_itself() -> None:
    assert own_weight(np.array([0, 20, 60])).tolist() == [0, 0.5, 0.75]
