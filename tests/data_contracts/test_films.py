"""The layout of the data set."""

import re

import pytest

from data_contracts import films
from data_contracts.config import StudyConfig


def test_the_published_columns_in_their_order():
    columns = films.required_columns(StudyConfig().genres)
    assert len(columns) == 28
    assert columns[:3] == ("Id", "Genre", "Action")
    assert columns[-1] == "Overview"
    assert "N/A" in columns


def test_the_films_table_has_each_column_once():
    columns = films.film_columns(films.GENRES)
    assert len(set(columns)) == len(columns) == 32


@pytest.mark.parametrize("film_id", ["tt0111161", "tt10872600"])
def test_ids_of_imdb_match(film_id):
    assert re.search(films.ID_PATTERN, film_id)


@pytest.mark.parametrize("film_id", ["", "tt1", "../../x", "/tt0111161", "tt0111161.jpg", "CON"])
def test_other_ids_do_not(film_id):
    assert not re.search(films.ID_PATTERN, film_id)
