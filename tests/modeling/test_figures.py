import numpy as np
import pytest

from modeling.figures import GenreFigures, better_by_genre, mean_genre_figures

COUNTED = np.array([True, True, False])
FIRST = GenreFigures(np.array([0.4, 0.6, 0.0]), np.array([[0.3, 0.5, 0.0], [0.5, 0.7, 0.0]]))
SECOND = GenreFigures(np.array([0.6, 0.6, 0.0]), np.array([[0.5, 0.5, 0.0], [0.7, 0.7, 0.0]]))
OTHER = GenreFigures(np.array([0.3, 0.7, 0.0]), np.array([[0.3, 0.6, 0.0], [0.3, 0.8, 0.0]]))


def test_a_figure_over_trainings_is_their_mean() -> None:
    mean = mean_genre_figures([FIRST, SECOND])
    assert mean.values == pytest.approx([0.5, 0.6, 0])
    assert mean.resampled == pytest.approx(np.array([[0.4, 0.5, 0], [0.6, 0.7, 0]]))
    figure = mean.mean(COUNTED)
    assert figure.value == pytest.approx(0.55)
    assert figure.resampled == pytest.approx([0.45, 0.65])
    assert figure.trainings[0] == pytest.approx([0.5, 0.6])
    assert mean.of(0).trainings[0] == pytest.approx([0.4, 0.6])


def test_one_training_is_its_own_mean() -> None:
    assert mean_genre_figures([FIRST]) is FIRST


def test_trainings_of_two_models_are_independent_and_of_one_seed_are_not() -> None:
    mean = mean_genre_figures([FIRST, SECOND])
    assert len(mean.less(mean).trainings) == 2
    (paired,) = mean.less_by_training(mean).trainings
    assert not paired.any()
    assert len(mean.less_by_training(OTHER).trainings) == 1
    assert not FIRST.less(OTHER).trainings


def test_the_better_model_is_chosen_genre_by_genre() -> None:
    mine, others = mean_genre_figures([FIRST, SECOND]), mean_genre_figures([OTHER, OTHER])
    better = better_by_genre(mine, others)
    assert better.values == pytest.approx([0.5, 0.7, 0])
    assert better.trainings[0] == pytest.approx(np.array([[0.4, 0.7, 0], [0.6, 0.7, 0]]))
    assert better.resampled[:, 1] == pytest.approx([0.6, 0.8])
