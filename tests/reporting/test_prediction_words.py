from data_contracts.explanations import WordContribution
from data_contracts.prediction import FilmAnswer, Guess, SetAnswer, Why
from reporting.prediction_words import film_lines, set_lines

RUNS = {"cnn": "run-1", "lstm": "run-2"}


def guesses(*names: str) -> tuple[Guess, ...]:
    return tuple(
        Guess(genre=name, probability=0.9 - 0.3 * place, yes=not place)
        for place, name in enumerate(names)
    )


def test_answers_about_a_film_stand_side_by_side() -> None:
    said = {"poster": guesses("War", "Drama"), "both": guesses("War", "Drama")}
    words = (
        WordContribution(word="A", contribution=0.01, known=True),
        WordContribution(word="war.", contribution=-0.2, known=True),
        WordContribution(word="-", contribution=None, known=False),
    )
    why = Why(poster_genre="War", patches=((0.1, -0.02),), overview_genre="Drama", words=words)

    lines = list(film_lines(FilmAnswer(guesses=said, runs=RUNS, notes=("so it is",), why=why)))

    assert lines[0].split() == ["by", "poster", "by", "overview", "by", "both"]
    assert lines[1].split() == ["War", "0.90", "yes", "-", "War", "0.90", "yes"]
    assert lines[2].split() == ["Drama", "0.60", "-", "Drama", "0.60"]
    assert "Why Drama, by the overview: war. -0.200, A +0.010" in lines
    assert "  +10.0  -2.0" in lines
    assert lines[-2:] == ["Asked: cnn of run-1, lstm of run-2", "Note: so it is"]


def test_a_set_is_told_of_with_what_cannot_be_used_and_what_differs() -> None:
    answer = SetAnswer(
        file="answers.parquet",
        films=1_200,
        answered={"both": 1_100, "poster": 0, "overview": 60},
        unusable="no poster 60 (tt0000001)",
        drifted=("words used: 0.40",),
        runs=RUNS,
        seconds=12.34,
    )

    lines = list(set_lines(answer))

    assert lines[0] == (
        "1,200 films in 12.3 s: answered 1,100 by both, 60 by overview; 40 cannot be answered. "
        "The answers: answers.parquet"
    )
    assert "no poster 60 (tt0000001)" in lines[1]
    assert lines[3] == "  words used: 0.40"
    same = list(set_lines(answer.model_copy(update={"drifted": (), "unusable": ""})))
    assert "are like those that the models were trained on" in same[1]
