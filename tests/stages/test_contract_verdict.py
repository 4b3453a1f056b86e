"""The verdict follows from the findings, and stops where it must."""

import pandas as pd
import pytest

from data_contracts.errors import ContractError
from data_contracts.posters import PosterFacts
from data_contracts.references import ContentRef
from data_contracts.rules import rule
from stages.contract_findings import Finding
from stages.contract_verdict import judge, stop_where_critical
from storage.posters import poster_frame

ROWS = pd.DataFrame(
    {
        "Id": ["tt1", "tt2"],
        "line": [2, 3],
        "Genre": "['Drama']",
        "overview": ["A clerk.", "A boat."],
        "Drama": pd.array([1, 1], "Int8"),
        "listed": "Drama",
        "refused_values": pd.array([None, None], "str"),
        "normalised_values": pd.array([None, None], "str"),
    }
)
POSTERS = poster_frame([PosterFacts(file="Images/tt1.jpg", Id="tt1", width=2, height=3)])
CONTENT = ContentRef(sha256="0" * 64)
LOST = rule(("films", "set aside"), "lost", "No film is lost", "k", column="poster")
LIMIT = rule(("study", "stop"), "few", "Two films are left", "k", column="x", remedy="give more")


def _judge(drift=None, **found):
    order = []

    def check(suite, frame):
        order.append((suite, len(frame)))
        return found.get(suite, [])

    return judge(ROWS, POSTERS, ("Drama",), check, drift), order


def test_the_schema_is_checked_first_and_the_whole_last():
    verdict, order = _judge()
    suites = ["films_schema", "posters_schema", "films", "posters", "study", "genres"]
    assert [suite for suite, _ in order] == suites
    assert [rows for _, rows in order] == [2, 1, 2, 1, 1, 1]
    assert len(verdict.accepted) == 2
    stop_where_critical(verdict, CONTENT)


def test_a_broken_schema_stops_before_anything_is_measured():
    schema = rule(("films_schema", "stop"), "r", "All are there", "k", remedy="run it again")
    finding = Finding(schema, success=False, checked=2, observed="it lacks Sport")
    with pytest.raises(ContractError) as caught:
        _judge(films_schema=[finding])
    expected = "the data contract is broken: all are there, but it lacks Sport; run it again"
    assert str(caught.value) == expected


def test_films_set_aside_are_out_and_a_broken_limit_stops():
    verdict, _ = _judge(
        films=[Finding(LOST, success=False, checked=2, rows=(3,))],
        study=[Finding(LIMIT, success=False, checked=1, observed="1 is")],
    )
    assert verdict.accepted["Id"].tolist() == ["tt1"]
    assert verdict.quarantine["reason"].tolist() == ["lost"]
    with pytest.raises(ContractError) as caught:
        stop_where_critical(verdict, CONTENT)
    assert str(caught.value) == (
        "the data contract is broken: two films are left, but 1 is; set aside are: lost 1 "
        "(tt2); give more"
    )
    assert (caught.value.outcome, caught.value.content) == (verdict.outcome, CONTENT)


def test_a_rule_that_could_not_be_checked_stops_even_if_it_is_a_remark():
    failed = Finding(LOST, success=False, checked=0, exception="boom")
    verdict, _ = _judge(films=[failed])
    with pytest.raises(ContractError, match=r"could not be checked \(boom\); report this"):
        stop_where_critical(verdict, CONTENT)


def test_drift_is_checked_of_the_accepted_films_where_there_is_something_to_compare():
    drifted = pd.DataFrame({"feature": ["Drama", "length"]})
    verdict, order = _judge(drift=lambda accepted: drifted.head(len(accepted)))
    assert ("drift", 2) in order
    kept, _ = _judge()
    assert len(verdict.accepted) == len(kept.accepted)
