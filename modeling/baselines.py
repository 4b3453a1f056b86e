"""What any model has to beat.

Two know nothing of a film, one counts the words of its overview, and one looks at the colours and
textures of its poster.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.errors import TrainingError
from modeling.arrays import BoolArray, FloatArray, IndexArray, LabelArray, ProbabilityArray

if TYPE_CHECKING:
    from scipy.sparse import spmatrix

CONSTANT: Final = "constant"
PREVALENCE: Final = "prevalence"
TFIDF_LOGREG: Final = "tfidf_logreg"
POSTER_FEATURES_LOGREG: Final = "poster_features_logreg"

_CONSTANT_GENRES: Final = 2
_OVERVIEW_C: Final = 4.0
_POSTER_C: Final = 1e-3
"""Inverse strengths of the penalty, chosen on validation films: docs/decisions, number 5."""


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
    # liblinear takes the same steps every time, whatever the number of threads.
    settings = {"C": _OVERVIEW_C, "solver": "liblinear", "random_state": 0}
    return _by_genre(known, train_labels, asked, settings)


def poster_features_logreg(
    train_features: NDArray[np.float32], train_labels: LabelArray, features: NDArray[np.float32]
) -> ProbabilityArray:
    """Return (films, genres) of one class-balanced logistic regression a genre.

    train_features, features: (films, features) of modeling.poster_features, standardised here by
    the training films. A genre that no training film has gets 0, one that all have gets 1.
    """
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(train_features.astype(np.float64))
    known, asked = (
        scaler.transform(part.astype(np.float64)) for part in (train_features, features)
    )
    return _by_genre(known, train_labels, asked, {"C": _POSTER_C, "max_iter": 1_000})


def _by_genre(
    known: "spmatrix | FloatArray",
    train_labels: LabelArray,
    asked: "spmatrix | FloatArray",
    settings: Mapping[str, object],
) -> ProbabilityArray:
    truth = np.asarray(train_labels).astype(bool)
    columns = [
        _genre_probabilities(known, truth[:, genre], asked, settings)
        for genre in range(truth.shape[1])
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _genre_probabilities(
    known: "spmatrix | FloatArray",
    truth: BoolArray,
    asked: "spmatrix | FloatArray",
    settings: Mapping[str, object],
) -> FloatArray:
    from sklearn.linear_model import LogisticRegression

    films = asked.shape[0]
    if truth.all() or not truth.any():
        return np.full(films, float(truth[0]))
    model = LogisticRegression(class_weight="balanced", **settings)
    probabilities: FloatArray = model.fit(known, truth).predict_proba(asked)[:, 1]
    return probabilities
