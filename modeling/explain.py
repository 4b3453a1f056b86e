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
from modeling.batches import OverviewBatches, PosterBatches
from modeling.comparison import CNN, LSTM
from modeling.controls import among_films, control, within_overviews
from modeling.grad_cam import grad_cam
from modeling.occlusion import word_contributions
from modeling.scores import TestFilms
from modeling.shuffled_weights import check_with_shuffled_weights
from modeling.text import place_words
from modeling.training import predict

if TYPE_CHECKING:
    import keras

CHECKED_FILMS: Final = 30
_BATCH: Final = 128
_DECIMALS: Final = 4


class PosterExplainer:
    """The CNN and the test films' posters.

    posters: (test films, height, width, 3), in the order of films.
    """

    def __init__(self, model: "keras.Model", posters: NDArray[np.uint8], films: TestFilms) -> None:
        self.model = model
        self.posters = posters
        self.films = films
        self.said = predict(model, PosterBatches(posters, _no_labels(films), _BATCH))

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
    """The LSTM and the test films' overviews.

    token_ids: of each test film, in the order of films, without padding.
    """

    def __init__(
        self, model: "keras.Model", token_ids: Sequence[NDArray[np.int32]], films: TestFilms
    ) -> None:
        self.model = model
        self.token_ids = token_ids
        self.films = films
        self.said = self._predict(token_ids)

    def readings(
        self, shown: Mapping[str, int], overviews: Mapping[str, str]
    ) -> tuple[OverviewReading, ...]:
        """Return what each word of the shown overviews adds.

        shown: place among the films by Id; overviews: text by Id.
        """
        added = self._explain(np.fromiter(shown.values(), dtype=np.intp))
        return tuple(
            OverviewReading(
                film_id=film_id,
                genre=self.films.genres[self.said[film].argmax()],
                probability=float(self.said[film].max()),
                words=_words(overviews[film_id], self.token_ids[film], of),
            )
            for (film_id, film), of in zip(shown.items(), added, strict=True)
        )

    def check(self) -> ShuffledWeightsCheck | None:
        """Return how far the readings depend on what was learnt, on films drawn by the seed.

        Words that are not in the vocabulary add 0 under any weights and are left out.
        """
        films = _drawn(self.films)
        known = [self.token_ids[film] != UNKNOWN_ID for film in films]
        return check_with_shuffled_weights(
            self.model,
            lambda: [of[which] for of, which in zip(self._explain(films), known, strict=True)],
            self.films.resamples,
            self.films.confidence,
        )

    def controls(self) -> tuple[Control, ...]:
        """Return what is left of the figures when overviews, or the words in them, are permuted."""
        seed = self.films.resamples.seed
        words = [self._predict(ids) for ids in within_overviews(self.token_ids, seed)]
        permuted = among_films(self.said, seed)
        return (
            control(LSTM, "overviews among films", self.films, self.said, permuted),
            control(LSTM, "words within overviews", self.films, self.said, words),
        )

    def _predict(self, token_ids: Sequence[NDArray[np.int32]]) -> ProbabilityArray:
        return predict(self.model, OverviewBatches(token_ids, _no_labels(self.films), _BATCH))

    def _explain(self, films: IndexArray) -> list[FloatArray]:
        token_ids = [self.token_ids[film] for film in films]
        return word_contributions(self.model, token_ids, self.said[films].argmax(axis=1))


def _drawn(films: TestFilms) -> IndexArray:
    generator = np.random.default_rng(films.resamples.seed)
    number = min(CHECKED_FILMS, len(films.labels))
    return np.sort(generator.choice(len(films.labels), number, replace=False))


def _no_labels(films: TestFilms) -> NDArray[np.int8]:
    return np.zeros(films.labels.shape, dtype=np.int8)


def _words(
    overview: str, token_ids: NDArray[np.int32], added: FloatArray
) -> tuple[WordContribution, ...]:
    def read(place: int | None) -> bool:
        return place is not None and place < len(token_ids)

    return tuple(
        WordContribution(
            word=word,
            contribution=round(float(added[place]), _DECIMALS) if read(place) else None,
            known=read(place) and token_ids[place] != UNKNOWN_ID,
        )
        for word, place in place_words(overview)
    )
