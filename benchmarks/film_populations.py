"""Endless films with a model's probabilities, to draw samples from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from scipy.special import expit, logit

from benchmarks.known_precision import BELL, best_f1, separation
from data_contracts.films import ID
from data_contracts.metrics import StudyMetrics
from modeling.arrays import FloatArray, LabelArray, ProbabilityArray
from modeling.scores import Thresholds
from modeling.thresholds import HALF
from samples.truth import PLANTED, SHARES
from storage.parquet import read_table

_SEEN: Final = 0.5
"""Average precision at genres that a poster shows; at others the model guesses."""
_SURE: Final = 1e-7


class Population(Protocol):
    """Films that are drawn with the probabilities that a model gives them."""

    @property
    def name(self) -> str:
        """Return what the films are, in words."""
        ...

    @property
    def genres(self) -> tuple[str, ...]:
        """Return the genres, in the order of columns."""
        ...

    @property
    def thresholds(self) -> Thresholds:
        """Return the model's thresholds, which are the same for all samples."""
        ...

    def draw(
        self, films: int, generator: np.random.Generator
    ) -> tuple[LabelArray, ProbabilityArray]:
        """Return labels and probabilities, (films, genres) each."""
        ...


class SampleFilms:
    """Genres as frequent as in the sample films, and a model of their posters."""

    name = "films like the sample films, and a model that tells the genres their posters show"

    def __init__(self) -> None:
        """Work out how far apart the scores of films with a genre and without it lie."""
        shares = {genre: share for of in SHARES.values() for genre, share in of.items()}
        self.genres = tuple(shares)
        self._shares = np.array(list(shares.values()))
        seen = np.array([PLANTED[genre] in ("poster", "both") for genre in self.genres])
        self._gaps = np.array(
            [
                separation(_SEEN, share, BELL) if shown else 0.0
                for shown, share in zip(seen, self._shares, strict=True)
            ]
        )
        best = zip(self._gaps, self._shares, strict=True)
        # From this score on a genre is said; where the model guesses, of few films.
        self._said = np.array([best_f1(gap, share, BELL)[0] if gap else 2.0 for gap, share in best])
        self.thresholds = Thresholds(HALF, np.full(len(self.genres), HALF))

    def draw(
        self, films: int, generator: np.random.Generator
    ) -> tuple[LabelArray, ProbabilityArray]:
        """Return labels and probabilities, (films, genres) each."""
        labels = generator.random((films, len(self.genres))) < self._shares
        scores = generator.normal(size=labels.shape) + self._gaps * labels - self._said
        return labels.astype(np.int8), expit(scores).astype(np.float32)


@dataclass(frozen=True)
class RunFilms:
    """A run's test films drawn with replacement, their log-odds moved at random.

    labels: (films, genres); log_odds: the same; widths: (genres,), standard deviations of the
    moves.
    """

    name: str
    genres: tuple[str, ...]
    thresholds: Thresholds
    labels: LabelArray
    log_odds: FloatArray
    widths: FloatArray

    def draw(
        self, films: int, generator: np.random.Generator
    ) -> tuple[LabelArray, ProbabilityArray]:
        """Return labels and probabilities, (films, genres) each."""
        drawn = generator.integers(len(self.labels), size=films)
        moves = generator.normal(size=(films, len(self.genres))) * self.widths
        return self.labels[drawn], expit(self.log_odds[drawn] + moves).astype(np.float32)


def run_films(run: Path, model: str) -> RunFilms:
    """Return the population of a run's folder and one of its models.

    The moves' width is Silverman's .9 times the standard deviation times films to the power of
    -1/5 ("Density Estimation", 1986, equation 3.31, without its quartiles).
    """
    metrics = StudyMetrics.model_validate_json((run / "metrics.json").read_bytes())
    scores, genres = metrics.models[model], metrics.counted_genres
    films = read_table(run / "films.parquet").set_index(ID)
    films = films[films["part"] == "test"]
    said = read_table(run / "predictions" / f"{model}.parquet").set_index(ID)
    probabilities = said.loc[films.index, list(genres)].to_numpy(np.float64)
    log_odds = logit(np.clip(probabilities, _SURE, 1 - _SURE))
    by_genre = [scores.genre_thresholds[genre] for genre in genres]
    return RunFilms(
        name=f"{len(films):,} test films and the predictions of {model}",
        genres=tuple(genres),
        thresholds=Thresholds(scores.threshold, np.array(by_genre)),
        labels=films[list(genres)].to_numpy(np.int8),
        log_odds=log_odds,
        widths=0.9 * log_odds.std(axis=0) * len(films) ** -0.2,
    )
