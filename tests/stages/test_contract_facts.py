"""What the rules are about is measured right, on tables written by hand."""

import pandas as pd
import pytest

from data_contracts.genre_names import RESERVED
from data_contracts.posters import PosterFacts
from stages.contract_facts import film_facts, poster_facts
from storage.posters import poster_frame

GENRES = ("Comedy", "Drama", "N/A")


def _rows(*films):
    columns = {"Id": "tt1", "Genre": "", "overview": "A clerk.", "listed": "Comedy"}
    flags = {"Comedy": 1, "Drama": 0, "N/A": 0}
    parses = {"refused_values": None, "normalised_values": None}
    rows = [columns | flags | parses | film | {"line": n} for n, film in enumerate(films, start=2)]
    kinds = dict.fromkeys([*columns, *parses], "str") | dict.fromkeys(GENRES, "Int8")
    return pd.DataFrame(rows).astype(kinds)


def _posters(*posters):
    return poster_frame([PosterFacts(**({"width": 20, "height": 40} | one)) for one in posters])


def _facts(*films, posters=(), genres=GENRES):
    rows = _rows(*films)
    return film_facts(rows, poster_facts(_posters(*posters), rows), genres)


def test_no_genre_may_be_called_like_another_column():
    assert {*_facts({}).columns} - {*GENRES} <= RESERVED


@pytest.mark.parametrize(
    ("overview", "words"),
    [("A clerk, sells ( it", 5), ("", 0), ("N/A", 0), ("nan", 0), ("...", 0), ("None left", 2)],
)
def test_words_of_an_overview(overview, words):
    facts = _facts({"overview": overview}).iloc[0]
    assert facts["words"] == words
    assert pd.isna(facts["overview"]) == (words == 0)


@pytest.mark.parametrize(
    ("film", "marked", "listed", "strange"),
    [
        ({}, "Comedy", "Comedy", None),
        ({"listed": "Drama|Comedy", "Drama": 1}, "Comedy|Drama", "Comedy|Drama", None),
        ({"listed": "Noir|Comedy"}, "Comedy", "Comedy", "Noir"),
        ({"listed": "N/A", "Comedy": 0, "N/A": 1}, "N/A", "N/A", None),
        ({"listed": "", "Comedy": 0}, "", "", None),
        ({"listed": None}, "Comedy", None, None),
        ({"Comedy": None, "refused_values": "Comedy='2'"}, None, "Comedy", None),
    ],
)
def test_genres_as_marked_and_as_listed(film, marked, listed, strange):
    facts = _facts(film).iloc[0].replace({float("nan"): None})
    found = facts[["genres_marked", "genres_listed", "genres_without_column"]].tolist()
    assert found == [marked, listed, strange]


def test_a_study_without_the_column_na_still_knows_unknown_genres():
    facts = _facts({"listed": "N/A", "Comedy": 0}, genres=("Comedy", "Drama"))
    assert facts.loc[0, ["genres_marked", "genres_listed"]].tolist() == ["N/A", "N/A"]


def test_copies_and_clashes_name_the_other_lines():
    other = {"overview": "Another."}
    facts = _facts({}, {"Id": "tt2"}, {}, {"Id": "tt2"} | other, {"Id": "tt3"})
    assert facts["copy_of_line"].tolist() == [pd.NA, pd.NA, 2, pd.NA, pd.NA]
    assert facts["clashes_with_lines"].fillna("").tolist() == ["", "3, 5", "", "3, 5", ""]
    assert facts["overview"].isna().tolist() == [False, False, True, False, False]


def test_the_best_of_several_posters_is_the_film_s():
    posters = [
        {"file": "Images/tt1.JPG", "Id": "tt1"},
        {"file": "Images/tt1.jpg", "Id": "tt1"},
        {"file": "Images/tt2.jpg", "Id": "tt2", "defect": "it is empty"},
        {"file": "Images/tt2.jpeg", "Id": "tt2"},
        {"file": "Images/tt9.jpg", "Id": "tt9"},
    ]
    facts = _facts({}, {"Id": "tt2"}, {"Id": "tt3"}, posters=posters)
    assert facts["poster"].fillna("").tolist() == ["Images/tt1.jpg", "Images/tt2.jpeg", ""]
    assert facts["poster_defect"].isna().all()
    table = poster_facts(_posters(*posters), _rows({}, {"Id": "tt2"})).set_index("file")
    assert table.loc["Images/tt1.JPG", "defect"] == "the film's poster is Images/tt1.jpg"
    assert table.loc["Images/tt2.jpg", "defect"] == "it is empty"
    assert table["film_line"].fillna(0).to_dict() == {
        "Images/tt1.jpg": 2,
        "Images/tt1.JPG": 2,
        "Images/tt2.jpeg": 3,
        "Images/tt2.jpg": 3,
        "Images/tt9.jpg": 0,
    }


def test_the_shape_is_that_of_the_upright_poster():
    posters = [
        {"file": "Images/a.jpg", "Id": "a", "orientation": 1},
        {"file": "Images/b.jpg", "Id": "b", "orientation": 6},
        {"file": "Images/c.jpg", "Id": "c", "width": None, "height": None},
    ]
    shapes = poster_facts(_posters(*posters), _rows({}))["width_over_height"]
    assert shapes.tolist() == [0.5, 2.0, pd.NA]
