import math

import pytest

from data_contracts.estimate import Estimate
from reporting import wording


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.444, ".44"),
        (1, "1.00"),
        (0, ".00"),
        (-0.12, "\N{MINUS SIGN}.12"),
        (-0.001, ".00"),
        (math.nan, "\N{EN DASH}"),
    ],
)
def test_figures_have_two_places_and_no_leading_zero(value, text):
    assert wording.figure(value) == text


def test_a_signed_figure_says_plus():
    assert wording.figure(0.12, signed=True) == "+.12"
    assert wording.figure(0.001, signed=True) == ".00"


def test_a_figure_can_have_more_places():
    assert wording.figure(-0.0042, places=3) == "\N{MINUS SIGN}.004"
    assert wording.figure(-0.0002, places=3) == ".000"
    tight = Estimate(value=0.0801, low=0.0776, high=0.083)
    assert wording.estimate(tight, places=3) == ".080 (interval .078 to .083)"


def test_an_estimate_names_its_interval():
    found = wording.estimate(Estimate(value=0.44, low=0.41, high=0.47))
    assert found == ".44 (interval .41 to .47)"


def test_magnitude_turns_a_negative_difference_and_its_interval_round():
    turned = wording.magnitude(Estimate(value=-0.2, low=-0.3, high=-0.1))
    assert (turned.value, turned.low, turned.high) == (0.2, 0.1, 0.3)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["Drama"], "Drama"),
        (["Drama", "Comedy"], "Drama and Comedy"),
        (["Drama", "Comedy", "Romance"], "Drama, Comedy and Romance"),
    ],
)
def test_names_join_as_in_a_sentence(names, text):
    assert wording.join_names(names) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "no genres"), (1, "one genre"), (12, "twelve genres"), (13, "13 genres")],
)
def test_counts_agree_with_their_noun(count, text):
    assert wording.count_noun(count, "genre") == text


def test_large_counts_have_separators():
    assert wording.count_noun(1012, "film") == "1,012 films"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(4.23, "4.2 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s"), (3_725, "1 h 2 min")],
)
def test_durations(seconds, text):
    assert wording.duration(seconds) == text


def test_percent_drops_an_empty_place():
    assert wording.percent(0.95).split() == ["95", "%"]
    assert wording.percent(0.683).split() == ["68.3", "%"]


def test_percent_keeps_its_place_in_a_column():
    assert wording.percent(0.07, even=True).split() == ["7.0", "%"]


@pytest.mark.parametrize(
    ("one", "other", "places"),
    [(0.231, 0.233, 3), (0.20, 0.23, 2), (0.2, 0.2, 2), (0.2301, 0.2302, 2)],
)
def test_unlike_figures_do_not_read_alike(one, other, places):
    assert wording.places_apart(one, other) == places


@pytest.mark.parametrize(("low", "places"), [(-0.003, 3), (0.003, 3), (0.0, 2), (-0.02, 2)])
def test_an_interval_shows_on_which_side_of_0_it_ends(low, places):
    assert wording.places_of(Estimate(value=0.01, low=low, high=0.03)) == places


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.04, ".04 (interval .03 to .05) higher"),
        (0.0, ".00 (interval \N{MINUS SIGN}.01 to .01) higher"),
        (-0.04, ".04 (interval .03 to .05) lower"),
    ],
)
def test_a_difference_is_higher_or_lower(value, text):
    difference = Estimate(value=value, low=value - 0.01, high=value + 0.01)
    assert wording.higher_or_lower(difference) == text
