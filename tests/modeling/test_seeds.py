import numpy as np
import pytest

from modeling.seeds import add_variances, seeds_reach, seeds_variance


def test_the_variance_of_a_mean_is_that_of_trainings_over_their_number() -> None:
    # .2, .4 and .6 have a variance of .04; a third of it is that of their mean.
    variance, freedom = seeds_variance((np.array([0.2, 0.4, 0.6]),))
    assert variance == pytest.approx(0.04 / 3)
    assert freedom == pytest.approx(2)


def test_variances_of_two_models_add_up() -> None:
    poster = np.array([[0.2, 0.5], [0.4, 0.5], [0.6, 0.5]])
    overview = np.array([[0.1, 0.1], [0.3, 0.1]])
    variance, freedom = seeds_variance((poster, overview))
    # First genre: .04 / 3 = 1/75 of 2 degrees and .02 / 2 = 1/100 of 1. By Welch and
    # Satterthwaite (4/300 + 3/300)^2 / ((4/300)^2 / 2 + (3/300)^2) = 49 / 17.
    assert variance == pytest.approx([7 / 300, 0])
    # Where no training differs from another, all that both have.
    assert freedom == pytest.approx([49 / 17, 3])


def test_one_training_has_no_variance() -> None:
    variance, _ = seeds_variance((np.array([[0.4, 0.5]]), np.array([[0.1, 0.2]])))
    assert not variance.any()
    assert seeds_reach((np.array([0.4]),), 0.95) == 0
    assert seeds_reach((), 0.95) == 0


def test_equal_variances_have_the_degrees_of_both() -> None:
    variance, freedom = add_variances(
        (np.array([0.1]), np.array([0.1])), (np.array([4.0]), np.array([4.0]))
    )
    assert (variance, freedom) == (pytest.approx([0.2]), pytest.approx([8]))


def test_trainings_reach_as_far_as_students_t() -> None:
    # The mean of 3 has a standard error of .2 / sqrt(3); t of 2 degrees is 4.303 at .975.
    trainings = np.array([0.2, 0.4, 0.6])
    assert seeds_reach((trainings,), 0.95) == pytest.approx(4.303 * 0.2 / 3**0.5, rel=1e-3)
    assert seeds_reach((np.full(3, 0.5),), 0.95) == 0
