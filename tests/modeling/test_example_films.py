import numpy as np
import pytest

from data_contracts.example_film import GenreGuess
from modeling.example_films import choose_example_films, top_guesses

# Six films of one genre each, of three genres.
LABELS = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]], dtype=np.int8)
CNN = np.array(
    [
        [0.9, 0.1, 0.1],  # right
        [0.8, 0.1, 0.1],  # right
        [0.1, 0.7, 0.1],  # right
        [0.6, 0.2, 0.1],  # wrong, at .6
        [0.1, 0.2, 0.3],  # right
        [0.1, 0.9, 0.2],  # wrong, at .9
    ],
    dtype=np.float32,
)
LSTM = np.array(
    [
        [0.9, 0.1, 0.1],  # right, like the CNN
        [0.1, 0.2, 0.5],  # wrong, at .5
        [0.1, 0.3, 0.8],  # wrong, at .8
        [0.1, 0.9, 0.1],  # right where the CNN is wrong
        [0.1, 0.2, 0.7],  # right, like the CNN, whose .3 is less than film 0's .9
        [0.6, 0.1, 0.2],  # wrong, at .6
    ],
    dtype=np.float32,
)


def _by_rule(chosen: list[tuple[int, str]], words: str) -> list[int]:
    return [film for film, rule in chosen if words in rule]


def test_films_are_chosen_as_worked_out_by_hand() -> None:
    chosen = choose_example_films(LABELS, CNN, LSTM, seed=1)
    assert _by_rule(chosen, "both models right") == [0, 4]
    # The poster model leads by .8 - .1 on film 1 and by .7 - .3 on film 2.
    assert _by_rule(chosen, "poster model right and overview") == [1, 2]
    assert _by_rule(chosen, "overview model right and poster") == [3]
    assert _by_rule(chosen, "error of the poster model") == [5]
    assert _by_rule(chosen, "error of the overview model") == []


def test_confident_errors_come_first_by_confidence() -> None:
    assert _by_rule(choose_example_films(LABELS, CNN, None, seed=1), "error") == [5, 3]
    assert _by_rule(choose_example_films(LABELS, None, LSTM, seed=1), "error") == [2, 5]


@pytest.mark.parametrize("models", [(CNN, None), (None, LSTM), (None, None)])
def test_a_missing_model_leaves_the_rules_that_do_not_need_it(
    models: tuple[np.ndarray | None, np.ndarray | None],
) -> None:
    rules = {rule for _, rule in choose_example_films(LABELS, *models, seed=5)}
    assert "drawn at random with seed 5" in rules
    assert not any("right" in rule for rule in rules)


def _many() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(2)
    labels = generator.random((400, 6)) < 0.3
    cnn, lstm = ((labels * 0.3 + generator.random(labels.shape)) / 1.3 for _ in range(2))
    return labels.astype(np.int8), cnn.astype(np.float32), lstm.astype(np.float32)


def test_twelve_films_are_shown_and_none_twice() -> None:
    labels, cnn, lstm = _many()
    chosen = choose_example_films(labels, cnn, lstm, seed=1)
    assert len(chosen) == len({film for film, _ in chosen}) == 12
    assert {sum(rule == other for _, other in chosen) for _, rule in chosen} == {2}
    assert all(labels[film].any() for film, _ in chosen)


def test_only_the_random_draw_depends_on_the_seed() -> None:
    first, again, other = (choose_example_films(*_many(), seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first[:10] == other[:10]
    assert first[10:] != other[10:]


def test_a_film_of_two_genres_is_right_when_both_come_first() -> None:
    labels = np.array([[1, 1, 0]], dtype=np.int8)
    right = np.array([[0.2, 0.3, 0.1]], dtype=np.float32)
    half = np.array([[0.2, 0.05, 0.1]], dtype=np.float32)
    assert "both models right" in choose_example_films(labels, right, right, seed=1)[0][1]
    assert "random" in choose_example_films(labels, right, half, seed=1)[0][1]


def test_the_three_first_guesses_are_in_order_and_the_first_of_equals_first() -> None:
    guesses = top_guesses(np.array([0.25, 0.5, 0.125, 0.25]), ("A", "B", "C", "D"))
    assert guesses == (
        GenreGuess(genre="B", probability=0.5),
        GenreGuess(genre="A", probability=0.25),
        GenreGuess(genre="D", probability=0.25),
    )


def test_two_genres_give_two_guesses() -> None:
    assert len(top_guesses(np.array([0.25, 0.5]), ("A", "B"))) == 2
