"""Which errors are made on test films: which genres are mistaken, and on which films."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from data_contracts.errors_found import (
    ErrorBreakdown,
    FeatureBreakdown,
    FilmFeature,
    FilmGroup,
    GenreCounts,
    SaidTooOften,
)
from data_contracts.estimate import Estimate
from modeling.arrays import BoolArray, FloatArray, IndexArray, LabelArray, ProbabilityArray
from modeling.figures import SHARE
from modeling.metrics import decide
from modeling.scores import TestFilms

GROUPS: Final = 4
UNITS: Final[Mapping[FilmFeature, str]] = {
    "overview length": "words",
    "poster brightness": "0 (black) to 1 (white)",
    "poster colourfulness": "0 (grey) to about 100",
}


def error_breakdown(
    films: TestFilms,
    predictions: Mapping[str, ProbabilityArray],
    thresholds: Mapping[str, float],
    features: Mapping[FilmFeature, FloatArray],
) -> ErrorBreakdown:
    """Return all that is told of errors, each model's at its own threshold.

    predictions: (test films, genres) by model; features: (test films,) each. The intervals that
    say whether a difference is more than chance hold for all features of a model at once.
    """
    decisions = {name: decide(of, thresholds[name]) for name, of in predictions.items()}
    f1 = {name: film_f1(films.labels, of, films.counted) for name, of in decisions.items()}
    return ErrorBreakdown(
        at_once=True,
        cooccurrence=cooccurrence(films.labels, films.genres),
        confusion={
            name: confusion(films.labels, of, films.genres) for name, of in decisions.items()
        },
        said_too_often={name: said_too_often(films, of) for name, of in decisions.items()},
        features=tuple(
            break_down(name, of, f1, films, films.at_once(len(features)))
            for name, of in features.items()
        ),
    )


def cooccurrence(labels: LabelArray, genres: Sequence[str]) -> GenreCounts:
    """Count the films (films, genres) that have both of two genres."""
    truth = np.asarray(labels).astype(bool)
    return _counts(truth, truth, genres)


def confusion(labels: LabelArray, decisions: BoolArray, genres: Sequence[str]) -> GenreCounts:
    """Count the films that lack the row's genre in what was said and have the column's wrongly.

    labels, decisions: (films, genres). A film with several missed and several wrong genres counts
    for each pair of them.
    """
    truth = np.asarray(labels).astype(bool)
    return _counts(truth & ~decisions, ~truth & decisions, genres)


def said_too_often(films: TestFilms, decisions: BoolArray) -> tuple[SaidTooOften, ...]:
    """Return the genres said of more films than have them, beyond chance, most first.

    decisions: (films, genres). The intervals hold for all genres at once.
    """
    together = films.at_once(len(films.genres))
    truth = np.asarray(films.labels).astype(bool)
    excess = decisions.astype(np.float64) - truth
    resampled = np.concatenate([counts.T @ excess for counts in films.resamples.chunks()])
    found = [
        SaidTooOften(
            genre=name,
            said=int(decisions[:, genre].sum()),
            support=int(truth[:, genre].sum()),
            excess=together.estimate(float(excess[:, genre].sum()), resampled[:, genre]),
        )
        for genre, name in enumerate(films.genres)
    ]
    significant = [genre for genre in found if genre.excess.low > 0]
    return tuple(sorted(significant, key=lambda genre: -genre.excess.value))


def film_f1(labels: LabelArray, decisions: BoolArray, counted: BoolArray) -> FloatArray:
    """Return (films,): F1 of each film's counted genres, 0 where it has none and none is said."""
    truth = np.asarray(labels).astype(bool)[:, counted]
    said = decisions[:, counted]
    total = truth.sum(axis=1) + said.sum(axis=1)
    found = 2.0 * (truth & said).sum(axis=1)
    f1: FloatArray = np.divide(found, total, out=np.zeros(len(truth)), where=total > 0)
    return f1


def break_down(
    feature: FilmFeature,
    values: FloatArray,
    f1_by_model: Mapping[str, FloatArray],
    films: TestFilms,
    together: TestFilms,
) -> FeatureBreakdown:
    """Return how well films are told in four groups of them, from low values to high.

    values: (films,) the feature; f1_by_model: (films,) each, as film_f1 has it; together: the films
    with the confidence of the differences between the last group and the first. Films of equal
    value are in one group, so that groups may differ in size, or be fewer.
    """
    group = _groups(values)
    estimates = {name: _by_group(f1, group, films, together) for name, f1 in f1_by_model.items()}
    numbers = range(group.max() + 1)
    return FeatureBreakdown(
        feature=feature,
        unit=UNITS[feature],
        groups=tuple(
            FilmGroup(
                low=float(values[group == number].min()),
                high=float(values[group == number].max()),
                films=int((group == number).sum()),
                f1={name: of[number] for name, (of, _) in estimates.items()},
            )
            for number in numbers
        ),
        difference={name: difference for name, (_, difference) in estimates.items()},
    )


def _counts(rows: BoolArray, columns: BoolArray, genres: Sequence[str]) -> GenreCounts:
    films = rows.T.astype(np.int64) @ columns.astype(np.int64)
    return GenreCounts(genres=tuple(genres), films=tuple(tuple(row) for row in films.tolist()))


def _groups(values: FloatArray) -> IndexArray:
    """Return (films,): each film's group, numbered from 0 without a gap."""
    edges = np.quantile(values, np.arange(1, GROUPS) / GROUPS)
    return np.unique(np.searchsorted(edges, values, side="left"), return_inverse=True)[1]


def _by_group(
    f1: FloatArray, group: IndexArray, films: TestFilms, together: TestFilms
) -> tuple[list[Estimate], Estimate]:
    """Return the mean of each group, and the last group's less the first's."""
    members = (group[:, np.newaxis] == np.arange(group.max() + 1)).astype(np.float64)
    means = f1 @ members / members.sum(axis=0)
    rows = [
        np.divide(
            counts.T @ (members * f1[:, np.newaxis]),
            drawn := counts.T @ members,
            out=np.full(drawn.shape, np.nan),
            where=drawn > 0,
        )
        for counts in films.resamples.chunks()
    ]
    resampled = np.concatenate(rows)
    of_group = [
        films.estimate(float(mean), resampled[:, number], SHARE)
        for number, mean in enumerate(means)
    ]
    between = resampled[:, -1] - resampled[:, 0]
    return of_group, together.estimate(float(means[-1] - means[0]), between)
