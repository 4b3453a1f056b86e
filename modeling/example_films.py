"""Which test films the report shows, by rules that are stated beside them."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from data_contracts.example_film import GenreGuess
from modeling.arrays import BoolArray, FloatArray, LabelArray, ProbabilityArray
from modeling.metrics import r_precision

FILMS_PER_RULE: Final = 2
GUESSES: Final = 3

_Candidates = tuple[str, BoolArray, FloatArray]
"""A rule's sentence, (films,) which films it fits, and (films,) how well."""


def choose_example_films(
    labels: LabelArray,
    cnn: ProbabilityArray | None,
    lstm: ProbabilityArray | None,
    seed: int,
) -> list[tuple[int, str]]:
    """Return the index of each chosen film and the rule that chose it; no film twice.

    labels, cnn, lstm: (test films, genres), None for a model that is not there. Each rule takes
    the two films that fit it best of those not yet taken, or fewer where fewer fit; of equals the
    first. A film with n genres is right for a model when its n genres are the model's n most
    probable ones, and wrong when none of them is.
    """
    truth = np.asarray(labels).astype(bool)
    free: BoolArray = np.any(truth, axis=1, keepdims=False)
    chosen: list[tuple[int, str]] = []
    for rule, fits, fitness in _rules(truth, cnn, lstm, seed):
        ranked = np.argsort(-fitness, kind="stable")
        for film in ranked[(fits & free)[ranked]][:FILMS_PER_RULE]:
            free[film] = False
            chosen.append((int(film), rule))
    return chosen


def top_guesses(
    probabilities: FloatArray | ProbabilityArray, genres: Sequence[str]
) -> tuple[GenreGuess, ...]:
    """Return the three most probable genres of one film, (genres,), the first of equals first."""
    ranked = np.argsort(-probabilities, kind="stable")[:GUESSES]
    return tuple(
        GenreGuess(genre=genres[genre], probability=float(probabilities[genre])) for genre in ranked
    )


def _rules(
    truth: BoolArray, cnn: ProbabilityArray | None, lstm: ProbabilityArray | None, seed: int
) -> Iterator[_Candidates]:
    if cnn is not None and lstm is not None:
        yield from _two_model_rules(truth, cnn, lstm)
    if cnn is not None:
        yield _confident_error(truth, cnn, "poster model")
    if lstm is not None:
        yield _confident_error(truth, lstm, "overview model")
    draw = np.random.default_rng(seed).random(len(truth))
    yield f"drawn at random with seed {seed}", np.ones(len(truth), dtype=bool), draw


def _two_model_rules(
    truth: BoolArray, cnn: ProbabilityArray, lstm: ProbabilityArray
) -> Iterator[_Candidates]:
    cnn_hits, lstm_hits = r_precision(truth, cnn), r_precision(truth, lstm)
    cnn_surety, lstm_surety = _surety(truth, cnn), _surety(truth, lstm)
    yield (
        "both models right, where the less sure of the two is surest",
        (cnn_hits == 1) & (lstm_hits == 1),
        np.minimum(cnn_surety, lstm_surety),
    )
    yield (
        "poster model right and overview model wrong, by the widest margin",
        (cnn_hits == 1) & (lstm_hits == 0),
        cnn_surety - lstm_surety,
    )
    yield (
        "overview model right and poster model wrong, by the widest margin",
        (lstm_hits == 1) & (cnn_hits == 0),
        lstm_surety - cnn_surety,
    )


def _confident_error(truth: BoolArray, probabilities: ProbabilityArray, model: str) -> _Candidates:
    first = np.argmax(probabilities, axis=1)
    films = np.arange(len(truth))
    surest = probabilities[films, first].astype(np.float64)
    return (
        f"most confident error of the {model}: its first guess is wrong",
        ~truth[films, first],
        surest,
    )


def _surety(truth: BoolArray, probabilities: ProbabilityArray) -> FloatArray:
    """Return (films,): the mean probability of a film's genres."""
    total = np.where(truth, probabilities, 0).sum(axis=1, dtype=np.float64)
    surety: FloatArray = total / np.maximum(truth.sum(axis=1), 1)
    return surety
