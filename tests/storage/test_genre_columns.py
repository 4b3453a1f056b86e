"""Genres are told from their columns."""

import pytest

from data_contracts.errors import SourceError
from storage.genre_columns import genre_columns


def _csv(tmp_path, columns, rows):
    path = tmp_path / "films.csv"
    lines = [",".join(columns), *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_columns_of_99_percent_are_genres_in_their_order(tmp_path):
    values = [
        ("tt1", "1", number % 2, "0.0" if number else 7, number, "True") for number in range(100)
    ]
    names = ("Id", "Overview", "Drama", "Noir", "Year", "Comedy")
    assert genre_columns(_csv(tmp_path, names, values)) == ("Drama", "Noir", "Comedy")
    assert genre_columns(_csv(tmp_path, names, values[:50])) == ("Drama", "Comedy")


def test_columns_that_no_genre_may_be_called_are_none(tmp_path):
    names = ("line", "Id", "Drama", "a|b", " ", "Overview", "Comedy", "words", "Genre")
    assert genre_columns(_csv(tmp_path, names, [[1] * len(names)])) == ("Drama", "Comedy")


@pytest.mark.parametrize("rows", [[], [("tt1", 1, 2)]])
def test_fewer_than_two_are_refused_with_the_rule(tmp_path, rows):
    with pytest.raises(SourceError, match=r"at least 2 columns must be genres, that is 99% 0 or 1"):
        genre_columns(_csv(tmp_path, ("Id", "Drama", "Year"), rows))
