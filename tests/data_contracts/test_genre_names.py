"""A genre is never called like a column that stands beside it."""

import pytest

from data_contracts.examples import PART, TOKENS
from data_contracts.films import GENRES
from data_contracts.genre_names import RESERVED, unfit


def test_the_studys_genres_are_fit():
    assert [name for name in GENRES if unfit(name)] == []


@pytest.mark.parametrize(
    "name", ["Id", "line", "poster", "part", "", " ", "a|b", "a\nb", "x" * 101]
)
def test_other_names_are_not(name):
    assert unfit(name) is not None


def test_the_columns_of_the_examples_are_reserved():
    assert {PART, TOKENS} <= RESERVED
