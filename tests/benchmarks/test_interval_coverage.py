"""What the benchmark of intervals counts, and a small version of it."""

import numpy as np

from benchmarks.film_populations import SampleFilms
from benchmarks.interval_coverage import Found, Misses, coverage, share
from data_contracts.estimate import Estimate
from modeling.figures import Figure


def test_a_share_has_its_exact_interval() -> None:
    # With none of n, the upper end is 1 - .025 ** (1 / n).
    assert share(np.zeros(10, dtype=bool)) == f"0.000 (0.000 to {1 - 0.025**0.1:.3f})"


def test_an_interval_misses_where_the_truth_lies_outside() -> None:
    misses = Misses({("mAP", ""): 0.5})
    figure = Figure(0.6, np.linspace(0.4, 0.8, 101))
    misses.add(Found("mAP", "", Estimate(value=0.6, low=0.4, high=0.7), figure))
    misses.add(Found("mAP", "", Estimate(value=0.6, low=0.51, high=0.7), figure))
    _, _, row = misses.table()
    assert row.startswith("| mAP | 0.500 (")
    assert "| 0.000 (" in row


def test_the_genre_missed_most_stands_for_all() -> None:
    misses = Misses({("F1", "War"): 0.5, ("F1", "Drama"): 0.9})
    for genre in ("War", "Drama"):
        estimate = Estimate(value=0.5, low=0.4, high=0.6)
        misses.add(Found("F1", genre, estimate, Figure(0.5, np.linspace(0.4, 0.6, 9))))
    assert misses.table()[2].startswith("| F1: the genre missed most, of 2 | 1.000")


def test_every_figure_of_a_sample_is_in_the_table() -> None:
    rows = coverage(SampleFilms(), films=240, samples=2, resamples=100)[2:]
    assert len(rows) == 10
