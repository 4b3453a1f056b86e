"""The figures on test films that a claim depends on, each with what it says of the claim."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from data_contracts.claims import BetterAt, FailsAt, MorePrecise, SaysFewer, SaysTooOften
from data_contracts.estimate import Estimate
from data_contracts.metrics import ClaimEvidence, ClaimStatus, StudyMetrics
from data_contracts.references import Branch
from data_contracts.training_record import TrainingRecord
from modeling import metrics as figures
from modeling.arrays import FloatArray, ProbabilityArray
from modeling.bootstrap import resample_decisions
from modeling.figures import GenreFigures
from modeling.no_hits import figures_of_none
from modeling.numerals import numeral
from modeling.scores import TestFilms
from modeling.thresholds import HALF

_RATIO: Final = (0.0, math.inf)
_VERDICT_RULE: Final = (
    "for the claim where the {modality} model is the better by the genre's verdict, against it "
    "where the other is or both are equivalent"
)


@dataclass(frozen=True)
class ClaimFacts:
    """What claims are decided on.

    films: the test films; probabilities: (test films, genres) by model; f1s: by model, at each
    genre's fitted threshold; training: every seed's record by branch; figures: how many of a
    claim's share the confidence of the films' intervals.
    """

    films: TestFilms
    probabilities: Mapping[str, ProbabilityArray]
    f1s: Mapping[str, GenreFigures]
    metrics: StudyMetrics
    training: Mapping[Branch, Sequence[TrainingRecord]]
    figures: int = 1

    def at_once(self, figures: int) -> "ClaimFacts":
        """Return the same with intervals of which so many hold together."""
        return replace(self, films=self.films.at_once(figures), figures=figures)

    def rule(self, text: str) -> str:
        """Return a rule, with a word on what its interval holds for."""
        if self.figures == 1:
            return text
        return f"{text}; intervals hold for {self.figures} figures of the claim at once"

    def answers(self, model: str) -> FloatArray | None:
        """Return (test films, genres): 1 where a model says a genre at .5; None without it."""
        if model not in self.probabilities:
            return None
        return figures.decide(self.probabilities[model], HALF).astype(np.float64)

    def label(self, model: str) -> str:
        """Return what people call a model."""
        scores = self.metrics.models.get(model)
        return model if scores is None else scores.label


def better_at(rule: BetterAt, genre: str, facts: ClaimFacts) -> ClaimEvidence:
    """Return the verdict on a genre as a figure for or against a claim."""
    found = facts.metrics.verdicts.get(genre)
    status: ClaimStatus = "undecided"
    if found is not None and found.verdict == rule.modality:
        status = "confirmed"
    elif found is not None and found.verdict in {"poster", "overview", "equivalent"}:
        status = "refuted"
    return ClaimEvidence(
        quantity=f"{genre}: average precision of the poster model less that of the overview model",
        rule=_VERDICT_RULE.format(modality=rule.modality),
        estimate=None if found is None else found.difference,
        films=None if found is None else found.support,
        status=status,
    )


def says_too_often(rule: SaysTooOften, genre: str, facts: ClaimFacts) -> ClaimEvidence:
    """Return how often a genre is said for each time it is true."""
    answers, column = facts.answers(rule.model), _column(genre, facts)
    ratio = None
    if answers is not None and column is not None:
        said, true = answers[:, column], facts.films.labels[:, column].astype(np.float64)
        drawn = [(counts.T @ said, counts.T @ true) for counts in _draws(facts)]
        # A resample without any film of the genre has no such ratio.
        resampled = [often[has > 0] / has[has > 0] for often, has in drawn]
        ratio = facts.films.estimate(
            float(said.sum() / true.sum()), np.concatenate(resampled), _RATIO
        )
    return ClaimEvidence(
        quantity=f"{genre}: films that the {facts.label(rule.model)} says to have it at .5, for "
        f"each film that has it",
        rule=facts.rule(
            "for the claim where the interval lies above 1, against it where it lies below"
        ),
        estimate=ratio,
        films=_support(genre, facts),
        status=_status(ratio, limit=1, wanted="above"),
    )


def fails_at(rule: FailsAt, model: str, genre: str, facts: ClaimFacts) -> ClaimEvidence:
    """Return a model's F1 on a genre against the limit of failing."""
    column, figures = _column(genre, facts), facts.f1s.get(model)
    f1 = None
    if figures is not None and column is not None:
        f1 = facts.films.estimate_of(figures.of(column))
    if f1 is not None and not f1.value:
        f1 = _f1_of_none(model, genre, facts)
    return ClaimEvidence(
        quantity=f"{genre}: F1 of the {facts.label(model)} at the genre's fitted threshold",
        rule=facts.rule(
            f"for the claim where the interval lies below {numeral(rule.below)}, against it where "
            f"it lies above"
        ),
        estimate=f1,
        films=_support(genre, facts),
        status=_status(f1, limit=rule.below, wanted="below"),
    )


def _f1_of_none(model: str, genre: str, facts: ClaimFacts) -> Estimate | None:
    """Return what the films allow where a model got none of them right."""
    scores = facts.metrics.models[model].test.per_genre[genre]
    if scores.fitted_by_genre is None:
        return None
    said = scores.fitted_by_genre.predicted
    return figures_of_none(scores.support, said, facts.films.confidence)["f1"]


def more_precise(rule: MorePrecise, facts: ClaimFacts) -> ClaimEvidence:
    """Return the paired difference of two models' micro-precision."""
    known = [facts.answers(name) for name in (rule.model, rule.rival)]
    answers = [one.astype(bool) for one in known if one is not None]
    gap = None
    if len(answers) == len(known):
        films, name = facts.films, "micro_precision"
        values = [figures.decision_figures(films.labels, a, films.counted)[name] for a in answers]
        drawn = [
            resample_decisions(films.labels, a, films.counted, films.resamples)[0][name]
            for a in answers
        ]
        gap = films.estimate(values[0] - values[1], drawn[0] - drawn[1])
    return ClaimEvidence(
        quantity=f"micro-precision at .5 of the {facts.label(rule.model)} less that of the "
        f"{facts.label(rule.rival)}",
        rule=facts.rule(
            "for the claim where the interval lies above 0, against it where it lies below"
        ),
        estimate=gap,
        films=len(facts.films.labels),
        status=_status(gap, limit=0, wanted="above"),
    )


def says_fewer(rule: SaysFewer, facts: ClaimFacts) -> ClaimEvidence:
    """Return the paired difference in how many genres two models say."""
    answers, others = facts.answers(rule.model), facts.answers(rule.rival)
    gap = None
    if answers is not None and others is not None:
        fewer = (answers - others).sum(axis=1)
        resampled = [counts.T @ fewer / len(fewer) for counts in _draws(facts)]
        gap = facts.films.estimate(float(fewer.mean()), np.concatenate(resampled))
    return ClaimEvidence(
        quantity=f"genres a film that the {facts.label(rule.model)} says at .5 less those of the "
        f"{facts.label(rule.rival)}",
        rule=facts.rule(
            "for the claim where the interval lies below 0, against it where it lies above"
        ),
        estimate=gap,
        films=len(facts.films.labels),
        status=_status(gap, limit=0, wanted="below"),
    )


def _status(
    estimate: Estimate | None, limit: float, wanted: Literal["above", "below"]
) -> ClaimStatus:
    if estimate is None or estimate.low <= limit <= estimate.high:
        return "undecided"
    lies: Literal["above", "below"] = "above" if estimate.low > limit else "below"
    return "confirmed" if lies == wanted else "refuted"


def _column(genre: str, facts: ClaimFacts) -> int | None:
    """Return a genre's column where it has enough test films."""
    if genre not in facts.metrics.counted_genres:
        return None
    return list(facts.films.genres).index(genre)


def _support(genre: str, facts: ClaimFacts) -> int | None:
    genres = list(facts.films.genres)
    return facts.films.support[genres.index(genre)] if genre in genres else None


def _draws(facts: ClaimFacts) -> Iterable[FloatArray]:
    return facts.films.resamples.chunks()
