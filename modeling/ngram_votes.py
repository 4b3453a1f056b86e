"""What the pieces of an overview's words say of its genres by themselves.

A logistic regression on the TF-IDF of character n-grams within tokens, which says the same as one
vote a token: an overview's log-odds are the sum of its tokens' votes over the length of its vector.
So it can be asked of token ids alone, and a network can hold it as a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.examples import UNKNOWN_ID
from modeling.arrays import FloatArray, LabelArray
from modeling.genre_regression import fit_regression

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

NGRAMS: Final = (4, 5)
FEWEST_FILMS: Final = 2
"""Training films that an n-gram must be in: what stands in one film says nothing of others."""

STRENGTH: Final = 2.0
"""scikit-learn's C, the inverse of the penalty. docs/decisions, number 9, has how all were set."""

_CONTINUED: Final = "##"
SHORTEST: Final = 1e-12
"""Of squared lengths: an overview of unknown tokens has none."""


@dataclass(frozen=True)
class NgramVotes:
    """A vote of each token for each genre, (tokens, genres), and what they are divided by.

    lengths: (tokens,), the squared length of each token's vector; intercepts: (genres,).
    """

    votes: NDArray[np.float32]
    lengths: NDArray[np.float32]
    intercepts: NDArray[np.float32]

    def log_odds(self, token_ids: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return (films, genres) of overviews as token ids."""
        counts = _counts(token_ids, len(self.lengths))
        length = np.sqrt(np.maximum(counts @ self.lengths, SHORTEST))
        odds: NDArray[np.float32] = (counts @ self.votes) / length[:, None] + self.intercepts
        return odds


def fit_votes(
    vocabulary: Sequence[str], token_ids: Sequence[NDArray[np.int32]], labels: LabelArray
) -> NgramVotes:
    """Fit a logistic regression a genre to the training overviews.

    vocabulary: the tokens by their ids; labels: (films, genres). Tokens are taken between marks of
    a word's start and end, so that n-grams at either differ from those within. An overview's vector
    is divided by the root of the sum of its tokens' squared lengths, which, other than its own
    length, is made of one number a token. A genre that no film or every film has gets its share
    of films. Source: Joulin et al., "Bag of Tricks for Efficient Text Classification" (EACL 2017),
    for n-grams; Salton and Buckley, "Term-weighting approaches in automatic text retrieval"
    (Information Processing & Management 24 (1988), 513-523), for the weights, smoothed as in
    scikit-learn.
    """
    counts = _counts(token_ids, len(vocabulary))
    vectors = _token_vectors(vocabulary, counts)
    lengths = np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel().astype(np.float32)
    known = _scaled(counts @ vectors, counts @ lengths)
    votes = np.zeros((len(vocabulary), labels.shape[1]), dtype=np.float32)
    intercepts = np.zeros(labels.shape[1], dtype=np.float32)
    for genre in range(labels.shape[1]):
        truth = np.asarray(labels)[:, genre].astype(bool)
        coefficients, intercepts[genre] = fit_regression(known, truth, STRENGTH, "liblinear")
        votes[:, genre] = vectors @ coefficients
    return NgramVotes(votes, lengths, intercepts)


def _token_vectors(vocabulary: Sequence[str], counts: "csr_matrix") -> "csr_matrix":
    """Return (tokens, n-grams): how often each n-gram is in a token, times its rarity."""
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    marked = [
        _marked(token) if place > UNKNOWN_ID else "" for place, token in enumerate(vocabulary)
    ]
    if not any(len(token) >= NGRAMS[0] for token in marked):
        return csr_matrix((len(vocabulary), 0), dtype=np.float32)
    counter = CountVectorizer(
        analyzer="char", ngram_range=NGRAMS, lowercase=False, dtype=np.float32
    )
    ngrams = counter.fit_transform(marked)
    of_films = counts @ ngrams
    kept = of_films.getnnz(axis=0) >= FEWEST_FILMS
    if not kept.any():
        return csr_matrix((len(vocabulary), 0), dtype=np.float32)
    rarity = TfidfTransformer(norm=None).fit(of_films[:, kept])
    return csr_matrix(rarity.transform(ngrams[:, kept]))


def _marked(token: str) -> str:
    if token.startswith(_CONTINUED):
        return f"{token.removeprefix(_CONTINUED)}>"
    return f"<{token}>"


def _scaled(vectors: "csr_matrix", squares: FloatArray) -> "csr_matrix":
    from scipy.sparse import csr_matrix, diags

    return csr_matrix(diags(1 / np.sqrt(np.maximum(squares, SHORTEST))) @ vectors)


def _counts(token_ids: Sequence[NDArray[np.int32]], tokens: int) -> "csr_matrix":
    """Return (films, tokens), sparse: how often each token is in an overview."""
    from scipy.sparse import csr_matrix

    films = np.repeat(np.arange(len(token_ids)), [len(ids) for ids in token_ids])
    places = np.concatenate(token_ids)
    ones = np.ones(len(places), dtype=np.float32)
    return csr_matrix((ones, (films, places)), shape=(len(token_ids), tokens))
