import numpy as np
import pytest
from sklearn.metrics import average_precision_score, f1_score

from modeling.bootstrap import Resamples
from modeling.run_differences import RunDifferences, Side, Sides

GENRES = ("Drama", "Comedy", "Western")
RESAMPLES = Resamples(0, 400, 1)


def side(seed: int, films: int = 300, skill: float = 1.0, truth: int = 1) -> Side:
    """Models 'cnn' and 'lstm' that know so much of the films; truth: the seed of the films."""
    labels = (np.random.default_rng(truth).random((films, 3)) < (0.5, 0.3, 0.005)).astype(np.int8)
    rng = np.random.default_rng(seed)
    said = {
        name: (1 / (1 + np.exp(1 - knows * labels - rng.normal(size=labels.shape)))).astype("f4")
        for name, knows in (("cnn", skill), ("lstm", 1.0))
    }
    return Side(labels, said, {"cnn": 0.5, "lstm": 0.4})


def differences(before: Side, after: Side, *, paired: bool = True) -> RunDifferences:
    return RunDifferences(Sides(GENRES, before, after, paired), 10, RESAMPLES, 0.95)


def test_figures_are_scikit_learns_over_the_genres_with_enough_films_on_both_sides():
    before, after = side(2), side(3, skill=2.0)
    found = differences(before, after)

    moved = found.of_model("cnn")

    assert found.genres == ("Drama", "Comedy")
    maps = [
        np.mean([average_precision_score(s.labels[:, g], s.said["cnn"][:, g]) for g in (0, 1)])
        for s in (before, after)
    ]
    micro = [
        f1_score(s.labels[:, :2], s.said["cnn"][:, :2] >= 0.5, average="micro")
        for s in (before, after)
    ]
    assert moved.map.value == pytest.approx(maps[1] - maps[0])
    assert moved.micro_f1.value == pytest.approx(micro[1] - micro[0])
    assert moved.map.low > 0


def test_the_very_same_answers_differ_by_nothing():
    found = differences(side(2), side(2))

    for estimate in (found.of_model("cnn").map, *found.of_gap("cnn", "lstm").values()):
        assert (estimate.value, estimate.low, estimate.high) == (0, 0, 0)


def test_pairing_narrows_the_interval():
    before, after = side(2), side(2, skill=1.1)

    widths = [
        estimate.high - estimate.low
        for paired in (True, False)
        for estimate in [differences(before, after, paired=paired).of_model("cnn").map]
    ]

    assert widths[0] < 0.5 * widths[1]


def test_sides_of_different_films_are_measured_each_on_its_own():
    found = differences(side(2, films=300), side(3, films=200, truth=5), paired=False)
    moved = found.of_model("lstm").map

    assert moved.low < 0 < moved.high


def test_the_gap_is_how_far_the_lead_of_the_poster_model_moved():
    before, after = side(2), side(2, skill=3.0)
    gaps = differences(before, after).of_gap("cnn", "lstm")

    leads = [
        average_precision_score(s.labels[:, 0], s.said["cnn"][:, 0])
        - average_precision_score(s.labels[:, 0], s.said["lstm"][:, 0])
        for s in (before, after)
    ]
    assert gaps.keys() == {"Drama", "Comedy"}
    assert gaps["Drama"].value == pytest.approx(leads[1] - leads[0])
    assert gaps["Drama"].low > 0


def test_no_genre_with_enough_films_leaves_nothing_to_measure():
    assert differences(side(2, films=12), side(3, films=12)).genres == ()


def test_chance_is_taken_for_chance_about_as_often_as_promised():
    """Of 40 pairs of models that are equally good, few are told apart beyond chance."""
    told = 0
    for seed in range(40):
        sides = [side(number + seed, films=150, truth=seed) for number in (10, 500)]
        resamples = Resamples(0, 150, 1)
        found = RunDifferences(Sides(GENRES, *sides, paired=True), 10, resamples, 0.95)
        estimate = found.of_model("cnn").map
        told += not estimate.low <= 0 <= estimate.high
    assert told <= 6  # more than 6 of 40 at 5 % each come less than once in a hundred times
