import numpy as np
import pytest

from data_contracts.errors import TrainingError
from modeling import baselines
from modeling.metrics import decide, genre_average_precisions
from modeling.thresholds import fit_shared_threshold

# Films by genre: A 2, B 4, C 3, D 3, E none.
TRAIN = np.array(
    [[1, 1, 0, 0, 0], [1, 1, 0, 1, 0], [0, 1, 1, 1, 0], [0, 1, 1, 0, 0], [0, 0, 1, 1, 0]],
    dtype=np.int8,
)


def test_the_constant_names_the_two_most_frequent_genres_the_first_of_equals() -> None:
    assert baselines.frequent_genres(TRAIN).tolist() == [1, 2]
    probabilities = baselines.constant(TRAIN, films=3)
    assert probabilities.dtype == np.float32
    assert probabilities.tolist() == [[0, 1, 1, 0, 0]] * 3


def test_both_thresholds_give_the_constant_answer() -> None:
    probabilities = baselines.constant(TRAIN, films=5)
    fitted = fit_shared_threshold(TRAIN, probabilities)
    for threshold in (0.5, fitted):
        assert decide(probabilities, threshold).tolist() == [[False, True, True, False, False]] * 5


def test_the_constant_ranks_films_at_chance() -> None:
    test = TRAIN[:4]
    for baseline in (baselines.constant, baselines.prevalence):
        found = genre_average_precisions(test, baseline(TRAIN, films=4))
        assert found[:4] == pytest.approx(test.mean(axis=0)[:4])


def test_prevalence_is_the_share_of_training_films() -> None:
    probabilities = baselines.prevalence(TRAIN, films=2)
    assert probabilities.dtype == np.float32
    assert probabilities == pytest.approx(np.array([[0.4, 0.8, 0.6, 0.6, 0.0]] * 2))


OVERVIEWS = [
    f"{hero} {deed} {place}"
    for hero in ("ghost", "sheriff", "widow")
    for deed in ("haunts", "saves", "leaves", "finds")
    for place in ("castle", "saloon", "harbour")
]
# The first genre is about ghosts, the second about saloons, no film has the third, all the fourth.
LABELS = np.array([["ghost" in o, "saloon" in o, False, True] for o in OVERVIEWS], dtype=np.int8)


def test_words_tell_genres_of_unseen_films() -> None:
    asked = ["the ghost of a diver", "a saloon in winter", "a quiet summer"]
    probabilities = baselines.tfidf_logreg(OVERVIEWS, LABELS, asked)
    assert probabilities.shape == (3, 4)
    assert probabilities.dtype == np.float32
    assert probabilities[:, 0].argmax() == 0
    assert probabilities[:, 1].argmax() == 1
    assert probabilities[0, 0] > 0.5 > probabilities[2, 0]


def test_genres_that_no_or_every_training_film_has() -> None:
    probabilities = baselines.tfidf_logreg(OVERVIEWS, LABELS, ["a quiet summer", ""])
    assert probabilities[:, 2].tolist() == [0, 0]
    assert probabilities[:, 3].tolist() == [1, 1]


def test_the_same_overviews_give_the_same_probabilities() -> None:
    first, second = (baselines.tfidf_logreg(OVERVIEWS, LABELS, OVERVIEWS) for _ in range(2))
    assert (first == second).all()


def test_overviews_without_a_word_are_refused() -> None:
    with pytest.raises(TrainingError, match=r"none of the 2 training overviews"):
        baselines.tfidf_logreg(["?!", "the"], LABELS[:2], ["ghost"])


def test_features_of_posters_tell_genres_of_unseen_films() -> None:
    generator = np.random.default_rng(0)
    features = generator.random((200, 5)).astype(np.float32)
    labels = np.stack([features[:, 0] > 0.7, features[:, 1] < 0.4, np.zeros(200)], axis=1)
    found = baselines.poster_features_logreg(features[:150], labels[:150], features[150:])
    assert found.shape == (50, 3)
    assert found.dtype == np.float32
    assert genre_average_precisions(labels[150:], found)[:2].min() > 0.9
    assert not found[:, 2].any()
