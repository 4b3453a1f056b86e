"""A small version of the simulation that docs/report.md tables."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, f1_score

from benchmarks.known_precision import (
    BELL,
    HEAVY,
    Noise,
    average_precision,
    best_f1,
    separation,
    spread_of,
)
from benchmarks.simulated_studies import is_false
from benchmarks.verdict_scenarios import SUPPORTS, advantages, nulls, nulls_of_seeds
from benchmarks.verdict_simulation import Job, carry_out, power_by_support

STUDIES = 20


@pytest.mark.parametrize("noise", [BELL, HEAVY])
def test_scores_have_the_precision_that_was_asked_for(noise: Noise) -> None:
    generator = np.random.default_rng(0)
    truth = generator.random(200_000) < 0.05
    gap = separation(0.6, 0.05, noise)
    scores = noise.shaped(generator.normal(size=200_000)) + gap * truth
    assert average_precision_score(truth, scores) == pytest.approx(0.6, abs=0.01)
    threshold, f1 = best_f1(gap, 0.05, noise)
    assert f1_score(truth, scores >= threshold) == pytest.approx(f1, abs=0.01)


def test_trainings_have_that_precision_in_their_mean() -> None:
    spread = spread_of(0.6, 0.08, 0.05, BELL)
    gap = separation(0.6, 0.05, BELL, spread)
    gaps = np.random.default_rng(0).normal(gap, spread, size=300)
    found = [average_precision(one, 0.05, BELL) for one in gaps]
    assert np.mean(found) == pytest.approx(0.6, abs=0.015)
    assert np.std(found) == pytest.approx(0.08, abs=0.015)


def test_what_counts_as_false() -> None:
    assert is_false("poster", 0.0)
    assert is_false("overview", 0.1)
    assert is_false("equivalent", 0.05)
    assert not is_false("equivalent", 0.02)
    assert not is_false("poster", 0.1)
    assert not is_false("undecided", 0.1)


@pytest.mark.slow
def test_few_studies_have_a_false_verdict() -> None:
    # At a rate of .05, more than 5 of 20 come in less than one of a thousand.
    for scenario in (nulls()[0], nulls()[3]):
        (studies,) = carry_out(Job(scenario, STUDIES))
        assert sum(study.false_by_precision for study in studies) <= 5
        assert sum(study.false_by_f1 for study in studies) <= 5


def test_large_advantages_are_found_where_there_are_films() -> None:
    (studies,) = carry_out(Job(advantages()[-1], 5))
    power = power_by_support(studies)
    assert len(power) == len(SUPPORTS)
    assert power[-1] == 1
    assert power[-1] > power[0]


@pytest.mark.slow
def test_one_seed_is_false_where_seeds_differ_and_three_are_not() -> None:
    # Seeds that lie .1 apart: by far most studies of one seed have a false verdict.
    once, thrice = carry_out(Job(nulls_of_seeds()[-1], 12, (1, 3)))
    assert sum(study.false_by_precision for study in once) >= 6
    assert sum(study.false_by_precision for study in thrice) <= 4
