"""What any model has to beat: two that know nothing of a film, and one that counts its words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from data_contracts.errors import TrainingError
from modeling.arrays import BoolArray, FloatArray, IndexArray, LabelArray, ProbabilityArray

if TYPE_CHECKING:
    from scipy.sparse import spmatrix

CONSTANT: Final = "constant"
PREVALENCE: Final = "prevalence"
TFIDF_LOGREG: Final = "tfidf_logreg"

_CONSTANT_GENRES: Final = 2


def frequent_genres(train_labels: LabelArray) -> IndexArray:
    """Return (2,): the genres that most training films have, the first of equals first."""
    films = np.asarray(train_labels).astype(np.int64).sum(axis=0)
    return np.argsort(-films, kind="stable")[:_CONSTANT_GENRES]


def constant(train_labels: LabelArray, films: int) -> ProbabilityArray:
    """Return (films, genres): 1 for the two most frequent training genres, else 0.

    No threshold changes its answer, and its average precision on a genre is the genre's share.
    """
    probabilities = np.zeros((films, train_labels.shape[1]), dtype=np.float32)
    probabilities[:, frequent_genres(train_labels)] = 1
    return probabilities


def prevalence(train_labels: LabelArray, films: int) -> ProbabilityArray:
    """Return (films, genres): for every film, the share of training films with the genre."""
    shares = np.asarray(train_labels).mean(axis=0, dtype=np.float64).astype(np.float32)
    return np.tile(shares, (films, 1))


def tfidf_logreg(
    train_overviews: Sequence[str], train_labels: LabelArray, overviews: Sequence[str]
) -> ProbabilityArray:
    """Return (overviews, genres) of one class-balanced logistic regression a genre.

    Its features are the TF-IDF of the words and word pairs of the training overviews, common
    English words left out. A genre that no training film has gets 0, one that all have gets 1.

    Raises TrainingError where the training overviews hold no word.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, stop_words="english")
    try:
        known = vectorizer.fit_transform(train_overviews)
    except ValueError as error:
        raise TrainingError(
            f"none of the {len(train_overviews)} training overviews holds a word that is not one "
            f"of the commonest in English: check the overview column of the data set"
        ) from error
    asked = vectorizer.transform(overviews)
    truth = np.asarray(train_labels).astype(bool)
    columns = [
        _genre_probabilities(known, truth[:, genre], asked) for genre in range(truth.shape[1])
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _genre_probabilities(known: "spmatrix", truth: BoolArray, asked: "spmatrix") -> FloatArray:
    from sklearn.linear_model import LogisticRegression

    films = asked.shape[0]
    if truth.all() or not truth.any():
        return np.full(films, float(truth[0]))
    # liblinear takes the same steps every time, whatever the number of threads.
    model = LogisticRegression(class_weight="balanced", solver="liblinear", random_state=0)
    probabilities: FloatArray = model.fit(known, truth).predict_proba(asked)[:, 1]
    return probabilities
