import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from modeling.ngram_votes import FEWEST_FILMS, NGRAMS, STRENGTH, fit_votes

VOCABULARY = ["", "[UNK]", "haunted", "haunting", "house", "loves", "lovers", "##ting", "a"]
OVERVIEWS = [
    [2, 4, 8],
    [3, 4],
    [5, 8],
    [6, 5, 5],
    [2, 3, 1],
    [6, 8, 1],
    [4, 2, 7],
    [5, 6, 4],
]
LABELS = np.array(
    [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 1, 0]],
    dtype=np.int8,
)


def ids(overviews: list[list[int]]) -> list[np.ndarray]:
    return [np.array(overview, dtype=np.int32) for overview in overviews]


@pytest.fixture(scope="module")
def votes():
    return fit_votes(VOCABULARY, ids(OVERVIEWS), LABELS)


def by_hand(genre: int) -> np.ndarray:
    """Return the log-odds of the overviews from their n-grams, without a table of tokens."""
    written = ["", "", *(f"<{token}>" for token in VOCABULARY[2:7]), "ting>", "<a>"]
    counter = CountVectorizer(analyzer="char", ngram_range=NGRAMS, lowercase=False)
    by_token = counter.fit_transform(written).toarray()
    counts = np.array([by_token[overview].sum(axis=0) for overview in OVERVIEWS])
    films = (counts > 0).sum(axis=0)
    kept = films >= FEWEST_FILMS
    rarity = np.log(9 / (1 + films[kept])) + 1
    lengths = [
        np.sqrt(sum(((by_token[token][kept] * rarity) ** 2).sum() for token in overview))
        for overview in OVERVIEWS
    ]
    vectors = counts[:, kept] * rarity / np.array(lengths)[:, None]
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)
    return model.fit(vectors, LABELS[:, genre]).decision_function(vectors)


@pytest.mark.parametrize("genre", [0, 1])
def test_the_table_says_what_the_regression_on_ngrams_says(votes, genre) -> None:
    said = votes.log_odds(ids(OVERVIEWS))[:, genre]

    assert said == pytest.approx(by_hand(genre), abs=1e-4)
    assert np.ptp(said) > 0.3


def test_a_word_that_was_never_seen_is_known_by_its_pieces(votes) -> None:
    vocabulary = [*VOCABULARY, "lover"]
    seen = fit_votes(vocabulary, ids(OVERVIEWS), LABELS)

    assert seen.votes[9, 1] > 0 > seen.votes[9, 0]


def test_padding_and_unknown_tokens_have_no_vote(votes) -> None:
    assert not votes.votes[:2].any()
    assert not votes.lengths[:2].any()
    with_unknown = votes.log_odds(ids([[2, 4], [1, 2, 1, 4, 1]]))
    assert with_unknown[0] == pytest.approx(with_unknown[1])


def test_an_overview_without_a_known_word_has_the_intercepts(votes) -> None:
    assert votes.log_odds(ids([[1]]))[0] == pytest.approx(votes.intercepts)


def test_a_genre_that_no_training_film_has_gets_its_smoothed_share(votes) -> None:
    assert not votes.votes[:, 2].any()
    assert votes.intercepts[2] == pytest.approx(np.log(0.5 / 8.5))


def test_the_start_of_a_word_is_another_ngram_than_its_middle() -> None:
    overviews = ids([[2], [2], [3], [3]])
    labels = np.array([[1], [1], [0], [0]], dtype=np.int8)

    found = fit_votes(["", "[UNK]", "under", "thunder"], overviews, labels)

    assert found.votes[2, 0] > 0 > found.votes[3, 0]


def test_tokens_too_short_for_an_ngram_leave_the_shares() -> None:
    labels = np.array([[1], [0]], dtype=np.int8)

    found = fit_votes(["", "[UNK]", "a"], ids([[2], [2]]), labels)

    assert found.log_odds(ids([[2]]))[0] == pytest.approx([0.0])
