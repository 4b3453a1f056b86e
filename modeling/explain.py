"""Why the two models say what they say of test films, and whether to trust the explanations.

What is explained of a film is the model's first guess, its most probable genre.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.examples import UNKNOWN_ID
from data_contracts.explanations import (
    Control,
    OverviewReading,
    PosterHeat,
    ShuffledWeightsCheck,
    WordContribution,
)
from modeling.arrays import FloatArray, IndexArray, ProbabilityArray
from modeling.asked_model import KerasModel
from modeling.batches import Posters
from modeling.comparison import CNN, LSTM
from modeling.controls import among_films, control, within_overviews
from modeling.grad_cam import grad_cam
from modeling.occlusion import word_contributions
from modeling.readings import WordTokens, whole_words
from modeling.scores import TestFilms
from modeling.shuffled_weights import check_with_shuffled_weights

if TYPE_CHECKING:
    import keras

CHECKED_FILMS: Final = 20
CHECKED_TOKENS: Final = 20
"""Tokens of an overview that the check asks about: each takes one more question a shuffle."""

_DECIMALS: Final = 4


class PosterExplainer:
    """The CNN, the test films' posters, and what it says of them.

    posters: (test films, height, width, 3); said: (test films, genres); both in the order of films.
    """

    def __init__(
        self,
        model: "keras.Model",
        posters: Posters,
        said: ProbabilityArray,
        films: TestFilms,
    ) -> None:
        self.model = model
        self.posters = posters
        self.said = said
        self.films = films

    def heats(self, shown: Mapping[str, int]) -> tuple[PosterHeat, ...]:
        """Return the heat of each shown film's poster; shown: place among the films by Id."""
        heats = self._explain(np.fromiter(shown.values(), dtype=np.intp))
        return tuple(
            PosterHeat(
                film_id=film_id,
                genre=self.films.genres[self.said[film].argmax()],
                probability=float(self.said[film].max()),
                heat=tuple(tuple(row) for row in heat.round(_DECIMALS).tolist()),
            )
            for (film_id, film), heat in zip(shown.items(), heats, strict=True)
        )

    def check(self) -> ShuffledWeightsCheck | None:
        """Return how far the heats depend on what was learnt, on films drawn by the seed."""
        films = _drawn(self.films)
        return check_with_shuffled_weights(
            self.model,
            lambda: list(self._explain(films)),
            self.films.resamples,
            self.films.confidence,
        )

    def controls(self) -> tuple[Control, ...]:
        """Return what is left of the figures when posters are permuted among films."""
        permuted = among_films(self.said, self.films.resamples.seed)
        return (control(CNN, "posters among films", self.films, self.said, permuted),)

    def _explain(self, films: IndexArray) -> FloatArray:
        return grad_cam(self.model, self.posters[films], self.said[films].argmax(axis=1))


class OverviewExplainer:
    """The LSTM, the test films' overviews, and what it says of them.

    token_ids: of each test film, without padding; said: (test films, genres); both in the order of
    films. word_tokens: yields the words of an overview with the places of their tokens.
    """

    def __init__(
        self,
        model: "keras.Model",
        token_ids: Sequence[NDArray[np.int32]],
        said: ProbabilityArray,
        films: TestFilms,
        word_tokens: WordTokens = whole_words,
    ) -> None:
        self.word_tokens = word_tokens
        self.model = model
        self.token_ids = token_ids
        self.said = said
        self.films = films
        self._ask = KerasModel(model).overviews

    def readings(
        self, shown: Mapping[str, int], overviews: Mapping[str, str]
    ) -> tuple[OverviewReading, ...]:
        """Return what each word of the shown overviews adds: its tokens, one taken away at a time.

        shown: place among the films by Id; overviews: text by Id.
        """
        added = self._explain(np.fromiter(shown.values(), dtype=np.intp))
        return tuple(
            OverviewReading(
                film_id=film_id,
                genre=self.films.genres[self.said[film].argmax()],
                probability=float(self.said[film].max()),
                words=word_readings(overviews[film_id], self.token_ids[film], of, self.word_tokens),
            )
            for (film_id, film), of in zip(shown.items(), added, strict=True)
        )

    def check(self) -> ShuffledWeightsCheck | None:
        """Return how far the readings depend on what was learnt, on films drawn by the seed.

        Of each, up to CHECKED_TOKENS tokens are drawn. Words that are not in the vocabulary add 0
        under any weights and are left out.
        """
        films = _drawn(self.films)
        generator = np.random.default_rng(self.films.resamples.seed)
        places = [_drawn_tokens(self.token_ids[film], generator) for film in films]
        return check_with_shuffled_weights(
            self.model,
            lambda: self._explain(films, places),
            self.films.resamples,
            self.films.confidence,
        )

    def controls(self) -> tuple[Control, ...]:
        """Return what is left of the figures when overviews, or the words in them, are permuted."""
        seed = self.films.resamples.seed
        words = self._ask(within_overviews(self.token_ids, seed))
        permuted = among_films(self.said, seed)
        return (
            control(LSTM, "overviews among films", self.films, self.said, permuted),
            control(LSTM, "words within overviews", self.films, self.said, [words]),
        )

    def _explain(
        self, films: IndexArray, places: Sequence[IndexArray] | None = None
    ) -> list[FloatArray]:
        token_ids = [self.token_ids[film] for film in films]
        return word_contributions(self._ask, token_ids, self.said[films].argmax(axis=1), places)


def _drawn(films: TestFilms) -> IndexArray:
    generator = np.random.default_rng(films.resamples.seed)
    number = min(CHECKED_FILMS, len(films.labels))
    return np.sort(generator.choice(len(films.labels), number, replace=False))


def _drawn_tokens(token_ids: NDArray[np.int32], generator: np.random.Generator) -> IndexArray:
    """Return the places of up to CHECKED_TOKENS known tokens, in order."""
    known = np.flatnonzero(token_ids != UNKNOWN_ID)
    return np.sort(generator.choice(known, min(CHECKED_TOKENS, len(known)), replace=False))


def word_readings(
    overview: str,
    token_ids: NDArray[np.int32],
    added: FloatArray,
    word_tokens: WordTokens = whole_words,
) -> tuple[WordContribution, ...]:
    """Return each word as it is written with what its tokens add; added: (tokens,)."""
    words = []
    for word, places in word_tokens(overview):
        read = places[places < len(token_ids)]
        contribution = round(float(added[read].sum()), _DECIMALS) if read.size else None
        known = bool((token_ids[read] != UNKNOWN_ID).any())
        words.append(WordContribution(word=word, contribution=contribution, known=known))
    return tuple(words)
