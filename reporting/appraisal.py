"""Strengths and weaknesses of each model, each a sentence that follows from figures."""

from typing import Final

from data_contracts.metrics import Decisions, ModelScores, StudyMetrics
from data_contracts.results import StudyResults
from reporting.judgements import failure_sentence, quoted, rivals
from reporting.readings import read_history
from reporting.sentences import verdict_genres
from reporting.standings import (
    at_chance,
    beats_all,
    comparable_baselines,
    ranked_genres,
    standings,
)
from reporting.wording import count_noun, estimate, figure, join_names, whole

OVERPREDICTED: Final = 1.5
"""A genre said this many times as often as it is true is over-predicted."""
UNBALANCED: Final = 1.5
"""Precision and recall this many times apart are worth a remark."""
_SHOWN: Final = 3


def strengths(results: StudyResults, name: str) -> tuple[str, ...]:
    """Return what speaks for a model; never empty."""
    metrics = results.metrics
    model = metrics.models[name]
    found = [
        _beaten(metrics, name),
        _best_genres(metrics, name),
        _won_genres(metrics, model),
        _precise_or_complete(model.test.at_half, strong=True),
        _gain_of_threshold(model),
        _steady(results, name),
    ]
    return tuple(filter(None, found)) or ("No figure speaks for it.",)


def weaknesses(results: StudyResults, name: str) -> tuple[str, ...]:
    """Return what speaks against a model; never empty."""
    metrics = results.metrics
    found = [
        "" if beats_all(metrics, name) else failure_sentence(metrics, name),
        _not_shown(metrics, name),
        _worst_at_half(metrics, name),
        _chance_genres(metrics, name),
        _worst_genres(metrics, name),
        _precise_or_complete(metrics.models[name].test.at_half, strong=False),
        _never_said(metrics, name),
        _overpredicted(metrics, name),
        _overfitted(results, name),
    ]
    return tuple(filter(None, found)) or ("No figure speaks against it.",)


def _beaten(metrics: StudyMetrics, name: str) -> str:
    ahead = [s for s in standings(metrics, name) if s.outcome == "ahead"]
    return f"It beats {rivals(ahead, 'and')}." if ahead else ""


def _not_shown(metrics: StudyMetrics, name: str) -> str:
    """Name what failure_sentence leaves out where a model has failed against another baseline."""
    compared = standings(metrics, name)
    close = [s for s in compared if s.outcome == "not apart"]
    if not close or all(s.outcome != "behind" for s in compared):
        return ""
    return f"It is not shown to beat {rivals(close, 'or')}."


def _best_genres(metrics: StudyMetrics, name: str) -> str:
    chance = set(at_chance(metrics, name))
    best = [item for item in ranked_genres(metrics, name) if item[0] not in chance][:_SHOWN]
    parts = [
        f"{genre} ({figure(precision.value)}, {count_noun(support, 'test film')})"
        for genre, precision, support in best
    ]
    return f"By average precision it is best at {join_names(parts)}." if parts else ""


def _worst_genres(metrics: StudyMetrics, name: str) -> str:
    ranked = ranked_genres(metrics, name)
    if len(ranked) <= _SHOWN:
        return ""
    parts = [f"{genre} ({figure(precision.value)})" for genre, precision, _ in ranked[-_SHOWN:]]
    return f"By average precision it is worst at {join_names(parts)}."


def _won_genres(metrics: StudyMetrics, model: ModelScores) -> str:
    other = {"poster": "overview", "overview": "poster"}.get(model.modality)
    if model.modality == "poster":
        won = verdict_genres(metrics, "poster")
    elif model.modality == "overview":
        won = verdict_genres(metrics, "overview")
    else:
        won = ()
    return f"It says more than the {other} about {join_names(won)}." if won else ""


def _precise_or_complete(scores: Decisions, *, strong: bool) -> str:
    precision, recall = scores.micro_precision, scores.micro_recall
    if precision.value > UNBALANCED * recall.value:
        if strong:
            return (
                f"At .5 it is more precise than complete: its precision is {estimate(precision)}."
            )
        return f"At .5 it says too little: its recall is {estimate(recall)}."
    if recall.value > UNBALANCED * precision.value:
        if strong:
            return f"At .5 it is more complete than precise: its recall is {estimate(recall)}."
        return f"At .5 it says too much: its precision is {estimate(precision)}."
    return ""


def _gain_of_threshold(model: ModelScores) -> str:
    half, fitted = model.test.at_half.micro_f1, model.test.fitted.micro_f1
    if fitted.low <= half.high:
        return ""
    return (
        f"A threshold fitted on the validation films, {figure(model.threshold)}, lifts its "
        f"micro-F1 from {figure(half.value)} to {estimate(fitted)}."
    )


def _worst_at_half(metrics: StudyMetrics, name: str) -> str:
    own = metrics.models[name].test.at_half.micro_f1
    above = [
        f"{quoted(rival.label)} ({figure(rival.test.at_half.micro_f1.value)})"
        for rival in comparable_baselines(metrics, name).values()
        if rival.test.at_half.micro_f1.value >= own.value
    ]
    if not above:
        return ""
    return f"At .5 its micro-F1 of {estimate(own)} is no higher than that of {join_names(above)}."


def _chance_genres(metrics: StudyMetrics, name: str) -> str:
    genres = at_chance(metrics, name)
    if not genres:
        return ""
    return f"It is not shown to be better than chance at {join_names(genres, 'or')}."


def _never_said(metrics: StudyMetrics, name: str) -> str:
    genres = [
        genre
        for genre, scores in metrics.models[name].test.per_genre.items()
        if scores.counted and scores.at_half and scores.at_half.predicted == 0
    ]
    return f"At .5 it never says {join_names(genres, 'or')}." if genres else ""


def _overpredicted(metrics: StudyMetrics, name: str) -> str:
    found = [
        (genre, scores.fitted.predicted, scores.support)
        for genre, scores in metrics.models[name].test.per_genre.items()
        if scores.counted
        and scores.fitted
        and scores.fitted.predicted > OVERPREDICTED * scores.support
    ]
    largest = sorted(found, key=lambda item: item[2] - item[1])[:_SHOWN]
    if not largest:
        return ""
    parts = [f"{genre} (said {whole(n)} times, true {whole(t)})" for genre, n, t in largest]
    most = "most of all " if len(found) > len(largest) else ""
    return f"At the fitted threshold it over-predicts {most}{join_names(parts)}."


def _steady(results: StudyResults, name: str) -> str:
    record = results.training.get(name)
    if record is None or not record.history:
        return ""
    reading = read_history(record)
    if reading.diverged_at is not None or reading.overfitting != "none":
        return ""
    return f"Its training shows no over-fitting over {count_noun(reading.epochs, 'epoch')}."


def _overfitted(results: StudyResults, name: str) -> str:
    record = results.training.get(name)
    if record is None or not record.history:
        return ""
    reading = read_history(record)
    if reading.diverged_at is not None:
        return f"Its training diverged at epoch {reading.diverged_at}."
    if reading.overfitting == "none":
        return ""
    return f"It over-fits from epoch {reading.best.epoch + 1} on."
