"""The verdicts on the genres, in sentences that follow from the numbers."""

from data_contracts.metrics import StudyMetrics, Verdict
from data_contracts.results import StudyResults
from reporting.sentences import verdict_genres
from reporting.standings import at_chance_for_both, missing_branches
from reporting.wording import count_noun, figure, join_names, span, whole


def verdict_sentences(results: StudyResults) -> tuple[str, ...]:
    """Return the per-genre analysis in prose, one sentence for each kind of verdict."""
    metrics = results.metrics
    if absent := missing_branches(metrics):
        missing = join_names([f"the {label}" for label in absent])
        return (f"No genre gets a verdict, for this run lacks {missing}.",)
    margin = figure(results.config.evaluation.equivalence_margin)
    lead: dict[Verdict, str] = {
        "poster": "Visually driven (the poster says more)",
        "overview": "Context driven (the overview says more)",
        "equivalent": f"Equivalent (the difference is within {margin} either way)",
        "undecided": "Undecided (the interval allows more than one answer)",
    }
    sentences = [_verdict_line(metrics, verdict, words) for verdict, words in lead.items()]
    return (
        *sentences,
        *_chance_sentences(metrics),
        _too_few_sentence(metrics),
        *_f1_sentences(metrics),
    )


def _verdict_line(metrics: StudyMetrics, verdict: Verdict, lead: str) -> str:
    parts = [
        f"{genre} ({figure(found.value, signed=True)}, {span(found, signed=True)})"
        for genre in verdict_genres(metrics, verdict)
        if (found := metrics.verdicts[genre].difference) is not None
    ]
    if not parts:
        return f"{lead}: no genre."
    return f"{lead}: {join_names(parts)}."


def _chance_sentences(metrics: StudyMetrics) -> tuple[str, ...]:
    """Name the genres that neither model tells: what differs there is chance."""
    genres = at_chance_for_both(metrics)
    if not genres:
        return ()
    return (
        f"Neither model is shown to be better than chance at {join_names(genres, 'or')}, so their "
        f"difference there says little about what posters and overviews hold.",
    )


def _f1_sentences(metrics: StudyMetrics) -> tuple[str, ...]:
    """Say where F1 gives another verdict than average precision; nothing where it has none."""
    judged = {g: v for g, v in metrics.verdicts.items() if v.f1_difference and v.difference}
    if not judged:
        return ()
    other = [f"{g} ({v.f1_verdict})" for g, v in judged.items() if v.f1_verdict != v.verdict]
    opposed = [
        genre for genre, v in judged.items() if {v.verdict, v.f1_verdict} == {"poster", "overview"}
    ]
    if not other:
        return ("By F1 every verdict is the same.",)
    against = (
        f"; for {join_names(opposed)} it is the opposite one"
        if opposed
        else "; it is never the opposite one"
    )
    return (f"By F1 the verdict differs for {join_names(other)}{against}.",)


def _too_few_sentence(metrics: StudyMetrics) -> str:
    few = verdict_genres(metrics, "not enough films")
    if not few:
        return f"Every genre has at least {count_noun(metrics.min_support, 'test film')}."
    parts = [f"{genre} ({whole(metrics.verdicts[genre].support)})" for genre in few]
    return (
        f"Not enough films (fewer than {metrics.min_support} in the test films, so left out of "
        f"every mean): {join_names(parts)}."
    )
