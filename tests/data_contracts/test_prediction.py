"""What is answered of films, as it is written down and read again."""

from typing import get_args

import pytest
from pydantic import ValidationError

from data_contracts.explanations import WordContribution
from data_contracts.prediction import BRANCH_OF, Asked, FilmAnswer, Guess, SetAnswer, Why
from data_contracts.references import Branch

GUESS = Guess(genre="Drama", probability=0.7, yes=True)


def test_each_modality_is_asked_of_one_branch_and_both_of_none() -> None:
    assert set(BRANCH_OF) == set(get_args(Asked)) - {"both"}
    assert sorted(BRANCH_OF.values()) == sorted(get_args(Branch))


@pytest.mark.parametrize("probability", [-0.01, 1.01])
def test_a_probability_lies_between_0_and_1(probability) -> None:
    with pytest.raises(ValidationError, match="probability"):
        Guess(genre="Drama", probability=probability, yes=False)


def test_answers_come_back_from_json_as_they_were() -> None:
    why = Why(
        poster_genre="Drama",
        patches=((0.1, -0.2),),
        overview_genre="War",
        words=(WordContribution(word="siege", contribution=0.3, known=True),),
    )
    film = FilmAnswer(guesses={"poster": (GUESS,)}, runs={"cnn": "run"}, notes=("n",), why=why)
    of_set = SetAnswer(
        file="a.parquet",
        films=3,
        answered={"both": 2},
        unusable="no poster 1 (tt1)",
        drifted=(),
        runs={"cnn": "run"},
        seconds=0.5,
    )

    for answer in (film, of_set):
        assert type(answer).model_validate_json(answer.model_dump_json()) == answer


def test_a_modality_that_nobody_asks_is_refused() -> None:
    with pytest.raises(ValidationError, match="guesses"):
        FilmAnswer(guesses={"sound": (GUESS,)}, runs={})
