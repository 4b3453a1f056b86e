"""What a reader must not miss of each model, and the conclusion."""

from collections.abc import Sequence

from data_contracts.metrics import ModelScores, StudyMetrics
from data_contracts.results import StudyResults
from reporting.seed_words import seeds_sentence
from reporting.sentences import answer, test_films
from reporting.standings import (
    Standing,
    beats_all,
    label_of,
    measured_branches,
    overturning_baseline,
    standings,
    trained_models,
)
from reporting.wording import figure, join_names, places_apart, sentence_case


def cautions(metrics: StudyMetrics) -> tuple[str, ...]:
    """Say what a reader of the answer must not miss: what turns it round, and which models fail."""
    failures = [
        failure_sentence(metrics, name)
        for name in measured_branches(metrics)
        if not beats_all(metrics, name)
    ]
    turning = overturning_baseline(metrics)
    if turning is None:
        return tuple(failures)
    return _overturning_sentence(turning), *failures


def _overturning_sentence(baseline: ModelScores) -> str:
    return (
        f"{quoted(baseline.label)} draws more from the {baseline.modality} "
        f"(mAP {figure(baseline.test.map.value)}) than either network draws from its own side: the "
        f"answer above is about these two networks, and the {baseline.modality} holds more than "
        f"it shows."
    )


def failure_sentence(metrics: StudyMetrics, name: str) -> str:
    """Say which baselines a model does not beat, or is not shown to, and by which figures."""
    compared = standings(metrics, name)
    behind = rivals([s for s in compared if s.outcome == "behind"], "or")
    label = label_of(metrics, name)
    if not behind:
        close = rivals([s for s in compared if s.outcome == "not apart"], "or")
        return f"The {label} is not shown to beat {close}: the difference may be chance."
    return f"The {label} has failed: it does not beat {behind}."


def rivals(compared: Sequence[Standing], word: str) -> str:
    """Name each baseline once, with the figures of a model against it."""
    parts = []
    for baseline in dict.fromkeys(standing.baseline for standing in compared):
        figures = [_against(s) for s in compared if s.baseline == baseline]
        parts.append(f"{quoted(baseline)} in {join_names(figures, word)}")
    return join_names(parts, word)


def _against(standing: Standing) -> str:
    own, other = standing.model.value, standing.rival.value
    places = places_apart(own, other)
    shown, rival = figure(own, places=places), figure(other, places=places)
    if shown == rival:
        return f"{standing.measure} (both {figure(own, places=3)})"
    return f"{standing.measure} ({shown} against {rival})"


def quoted(label: str) -> str:
    """Set a baseline's label off in a sentence."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{label}\N{RIGHT DOUBLE QUOTATION MARK}"


def conclusion(results: StudyResults) -> tuple[str, ...]:
    """Return the conclusion: the answer, how far the models carry it, and what limits it."""
    metrics = results.metrics
    paragraphs = [" ".join(answer(results))]
    paragraphs.extend(trust_sentence(metrics, name) for name in trained_models(metrics))
    better = _better_baseline(metrics)
    if better:
        paragraphs.append(better)
    paragraphs.append(
        f"All figures come from {test_films(metrics)} that no training and no threshold has seen. "
        f"{seeds_sentence(metrics, results.config.seed)}"
    )
    return tuple(paragraphs)


def trust_sentence(metrics: StudyMetrics, name: str) -> str:
    """Say whether a model beats the baselines of its modality."""
    compared = standings(metrics, name)
    if not compared:
        return f"No baseline stands beside the {label_of(metrics, name)} to judge it by."
    if not beats_all(metrics, name):
        return failure_sentence(metrics, name)
    rivals = join_names([quoted(b) for b in dict.fromkeys(s.baseline for s in compared)])
    return f"The {label_of(metrics, name)} beats what stands for its modality: {rivals}."


def _better_baseline(metrics: StudyMetrics) -> str:
    """Say so where a simpler model gets more out of a modality than the network does."""
    clauses = []
    for name in trained_models(metrics):
        model = metrics.models[name]
        rivals = [
            rival
            for rival in metrics.models.values()
            if rival.baseline and rival.modality == model.modality
        ]
        best = max(rivals, key=lambda rival: rival.test.map.value, default=None)
        if best and best.test.map.value > model.test.map.value:
            clauses.append(_drawn_clause(best, model))
    if not clauses:
        return ""
    return (
        f"{sentence_case(join_names(clauses))}: the comparison is one of these two networks before "
        f"it is one of posters and overviews."
    )


def _drawn_clause(best: ModelScores, model: ModelScores) -> str:
    figures = (best.test.map.value, model.test.map.value)
    places = places_apart(*figures)
    above, below = (figure(value, places=places) for value in figures)
    return (
        f"{quoted(best.label)} draws more from the {model.modality} than the {model.label} does "
        f"({above} against {below} in mean average precision)"
    )
