"""Which test films the poster model, the overview model, both or neither get right."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from data_contracts.fusion_metrics import FilmAgreement
from modeling.arrays import BoolArray, LabelArray, ProbabilityArray
from modeling.metrics import r_precision
from modeling.scores import TestFilms

_Rule = Callable[[LabelArray, ProbabilityArray], BoolArray]


def film_agreements(
    films: TestFilms,
    ids: Sequence[str],
    poster: ProbabilityArray,
    overview: ProbabilityArray,
    fusion: ProbabilityArray,
) -> tuple[FilmAgreement, ...]:
    """Return the test films by who gets them right, once by each rule.

    ids: (films,); poster, overview, fusion: (films, genres).
    """
    return tuple(
        _agreement(films, ids, rule, [right(films.labels, of) for of in (poster, overview, fusion)])
        for rule, right in RULES.items()
    )


def first_guess_right(labels: LabelArray, probabilities: ProbabilityArray) -> BoolArray:
    """Return (films,): whether the most probable genre is one of the film's."""
    first = np.argmax(probabilities, axis=1)
    right: BoolArray = np.asarray(labels).astype(bool)[np.arange(len(labels)), first]
    return right


def all_genres_right(labels: LabelArray, probabilities: ProbabilityArray) -> BoolArray:
    """Return (films,): whether the film's n genres are the n most probable ones."""
    right: BoolArray = r_precision(labels, probabilities) == 1
    return right


RULES: Final[Mapping[str, _Rule]] = {
    "the most probable genre is one of the film's": first_guess_right,
    "the film's n genres are the n most probable ones": all_genres_right,
}


def _agreement(
    films: TestFilms, ids: Sequence[str], rule: str, right: Sequence[BoolArray]
) -> FilmAgreement:
    poster, overview, fusion = right
    groups = {
        "both": poster & overview,
        "only_poster": poster & ~overview,
        "only_overview": ~poster & overview,
        "neither": ~poster & ~overview,
    }
    gap = poster.astype(np.float64) - overview
    resampled = [gap @ counts / len(gap) for counts in films.resamples.chunks()]
    return FilmAgreement(
        rule=rule,
        fusion_right={name: int((group & fusion).sum()) for name, group in groups.items()},
        share_gap=films.estimate(float(gap.mean()), np.concatenate(resampled)),
        **{
            name: tuple(film for film, within in zip(ids, group, strict=True) if within)
            for name, group in groups.items()
        },
    )
