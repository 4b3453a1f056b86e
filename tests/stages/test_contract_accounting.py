"""Where rows and posters went, on a table that can be counted by eye."""

import pandas as pd

from stages.contract_accounting import (
    accepted_films,
    accounting,
    genre_figures,
    study_figures,
)

FACTS = pd.DataFrame(
    {"Id": ["tt3", "tt2", "tt1"], "line": [2, 3, 4], "Drama": [1, 0, 1], "N/A": [0, 1, 0]}
)
POSTERS = pd.DataFrame(
    {"defect": [None, "broken", None, "broken"], "film_line": pd.array([2, 3, None, None], "Int64")}
)
QUARANTINE = pd.DataFrame({"line": [3, 3], "reason": ["no genre", "no poster"]})
REMARKS = pd.DataFrame({"line": [2, 3, 4], "reason": ["stub", "stub", "cut"]})
COUNTS = accounting(FACTS, POSTERS, QUARANTINE, REMARKS)


def test_rows_and_posters_add_up():
    assert (COUNTS.rows_read, COUNTS.films_accepted, COUNTS.films_set_aside) == (3, 2, 1)
    posters = (COUNTS.posters_matched, COUNTS.posters_orphan, COUNTS.posters_unusable)
    assert (COUNTS.posters_found, *posters) == (4, 1, 1, 2)


def test_a_film_counts_under_every_reason_and_remarks_only_if_kept():
    assert COUNTS.set_aside_reasons == {"no genre": 1, "no poster": 1}
    assert COUNTS.warnings == {"cut": 1, "stub": 1}


def test_accepted_films_are_sorted_by_id():
    assert accepted_films(FACTS, QUARANTINE)["Id"].tolist() == ["tt1", "tt3"]


def test_figures_of_the_data_set():
    figures = study_figures(COUNTS, ["Year", "Votes"]).iloc[0]
    assert (figures["rows_unaccounted"], figures["posters_unaccounted"]) == (0, 0)
    assert figures["share_set_aside"] == 1 / 3
    assert figures["ignored_columns"] == "Year, Votes"
    lost = study_figures(COUNTS.model_copy(update={"films_accepted": 1, "posters_orphan": 0}), [])
    assert lost.iloc[0][["rows_unaccounted", "posters_unaccounted"]].tolist() == [1, 1]


def test_films_of_each_genre_without_the_unknown():
    figures = genre_figures(FACTS, ("Drama", "N/A"))
    assert figures.to_dict("records") == [{"genre": "Drama", "films": 2}]
