"""The answer, in sentences that follow from the numbers."""

from typing import Final

from data_contracts.estimate import Estimate
from data_contracts.metrics import GenreVerdict, StudyMetrics, Verdict
from data_contracts.results import StudyResults
from reporting.standings import (
    BRANCH_LABELS,
    OVERVIEW_MODEL,
    POSTER_MODEL,
    at_chance_for_both,
    label_of,
    missing_branches,
    overturning_baseline,
    ranked_genres,
    trained_models,
)
from reporting.wording import (
    count_noun,
    estimate,
    figure,
    join_clauses,
    join_names,
    magnitude,
    percent,
    places_of,
    span,
)

QUESTION: Final = "Poster or overview: which says more about a film's genres?"
_NAMED_AT_MOST: Final = 8
LEANINGS: Final[dict[Verdict, str]] = {
    "poster": "The poster says more about a film's genres than the overview",
    "overview": "The overview says more about a film's genres than the poster",
    "equivalent": "Posters and overviews say equally much about a film's genres, within {margin}",
}
UNSETTLED: Final = (
    "These films do not settle whether posters or overviews say more about a film's genres"
)
SETTLED: Final[dict[Verdict, str]] = {
    "poster": "the poster says more for",
    "overview": "the overview says more for",
    "equivalent": "the two are equivalent for",
}


def verdict_genres(metrics: StudyMetrics, verdict: Verdict) -> tuple[str, ...]:
    """Return the genres with a verdict, the largest difference first."""
    found = [(genre, v) for genre, v in metrics.verdicts.items() if v.verdict == verdict]
    return tuple(genre for genre, _ in sorted(found, key=lambda item: -_size(item[1])))


def _size(verdict: GenreVerdict) -> float:
    return abs(verdict.difference.value) if verdict.difference else 0.0


def answer(results: StudyResults) -> tuple[str, str]:
    """Return the answer in two sentences: overall, then genre by genre."""
    metrics = results.metrics
    if missing_branches(metrics):
        return _answer_without_comparison(metrics)
    return _overall_sentence(results), genres_sentence(metrics)


def _answer_without_comparison(metrics: StudyMetrics) -> tuple[str, str]:
    absent = " and no ".join(missing_branches(metrics))
    first = (
        f"This run holds no {absent}, so it cannot say whether posters or overviews say more "
        f"about a film's genres."
    )
    present = [name for name in trained_models(metrics) if name in BRANCH_LABELS]
    if not present:
        return first, "Only the baselines were measured."
    name = present[0]
    best = [genre for genre, _, _ in ranked_genres(metrics, name)[:3]]
    where = f", and is best at {join_names(best)}" if best else ""
    return first, (
        f"The {label_of(metrics, name)} reaches a mean average precision of "
        f"{estimate(metrics.models[name].test.map)} on {test_films(metrics)}{where}."
    )


def _overall_sentence(results: StudyResults) -> str:
    metrics, overall = results.metrics, results.metrics.overall
    if overall is None or not metrics.counted_genres:
        return (
            f"This run cannot say whether posters or overviews say more about a film's genres: no "
            f"genre has the {count_noun(metrics.min_support, 'test film')} that a verdict needs."
        )
    margin = figure(results.config.evaluation.equivalence_margin)
    leaning = LEANINGS.get(metrics.overall_verdict, UNSETTLED).format(margin=margin)
    if overturning_baseline(metrics):
        leaning = f"Between these two networks, {leaning[0].lower()}{leaning[1:]}"
    return f"{leaning}: {_evidence(metrics, overall)}"


def _evidence(metrics: StudyMetrics, overall: Estimate) -> str:
    names = [POSTER_MODEL, OVERVIEW_MODEL]
    if overall.value < 0:
        names.reverse()
    first, second = (
        f"the {label_of(metrics, name)} reaches {figure(metrics.models[name].test.map.value)}"
        for name in names
    )
    counted = count_noun(len(metrics.counted_genres), "genre")
    apart = magnitude(overall)
    places = places_of(apart)
    return (
        f"in mean average precision over {counted} and {test_films(metrics)}, {first} and "
        f"{second.replace(' reaches', '')}, a difference of "
        f"{figure(apart.value, places=places)} "
        f"({percent(metrics.confidence)} interval {span(apart, places=places)})."
    )


def test_films(metrics: StudyMetrics) -> str:
    """Count the test films."""
    return count_noun(metrics.films.get("test", 0), "test film")


def genres_sentence(metrics: StudyMetrics) -> str:
    """Say which side says more for which genres."""
    clauses = [
        f"{words} {_named(genres)}{_untold(metrics, verdict, genres)}"
        for verdict, words in SETTLED.items()
        if (genres := verdict_genres(metrics, verdict))
    ]
    if not verdict_genres(metrics, "poster") and not verdict_genres(metrics, "overview"):
        clauses.insert(0, "neither is shown to say more for any genre")
    undecided = len(verdict_genres(metrics, "undecided"))
    few = len(verdict_genres(metrics, "not enough films"))
    if undecided:
        clauses.append(f"{count_noun(undecided, 'genre')} {_be(undecided)} undecided")
    if few:
        have = "has" if few == 1 else "have"
        clauses.append(f"{count_noun(few, 'genre')} {have} too few test films to say")
    return f"Genre by genre, {join_clauses(clauses)}."


def _untold(metrics: StudyMetrics, verdict: Verdict, genres: tuple[str, ...]) -> str:
    """Say where models are equivalent because neither can tell the genre."""
    chance = set(at_chance_for_both(metrics))
    untold = [genre for genre in genres if genre in chance]
    if verdict != "equivalent" or not untold:
        return ""
    if len(untold) == len(genres):
        return ", where neither is shown to be better than chance"
    return f" (at {join_names(untold)} neither is shown to be better than chance)"


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _named(genres: tuple[str, ...]) -> str:
    if len(genres) <= _NAMED_AT_MOST:
        return join_names(genres)
    return f"{count_noun(len(genres), 'genre')}, most of all {join_names(genres[:3])}"
