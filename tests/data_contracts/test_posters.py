"""What is measured of a poster."""

from data_contracts.posters import POSTER_TYPES, PosterFacts


def test_the_table_has_the_fields_of_a_row():
    assert list(PosterFacts.model_fields) == list(POSTER_TYPES)
