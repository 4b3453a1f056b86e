"""The answer, the verdicts and the conclusion, as sentences that follow from the numbers."""

from typing import Final

from data_contracts.results import Estimate, GenreVerdict, StudyMetrics, StudyResults, Verdict
from reporting.standings import (
    BRANCH_LABELS,
    OVERVIEW_MODEL,
    POSTER_MODEL,
    Standing,
    beats_all,
    label_of,
    missing_branches,
    ranked_genres,
    standings,
    trained_models,
)
from reporting.wording import (
    count_noun,
    estimate,
    figure,
    join_clauses,
    join_names,
    magnitude,
    sentence_case,
    span,
    whole,
)

QUESTION: Final = "Poster or overview: which says more about a film's genres?"
_NAMED_AT_MOST: Final = 8
_SETTLED: Final[dict[Verdict, str]] = {
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
    return _overall_sentence(results), _genres_sentence(metrics)


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
        f"{estimate(metrics.models[name].test.map)} on {_test_films(metrics)}{where}."
    )


def _overall_sentence(results: StudyResults) -> str:
    metrics, overall = results.metrics, results.metrics.overall
    if overall is None or not metrics.counted_genres:
        return (
            f"This run cannot say whether posters or overviews say more about a film's genres: no "
            f"genre has the {count_noun(metrics.min_support, 'test film')} that a verdict needs."
        )
    margin = results.config.evaluation.equivalence_margin
    return f"{_leaning(overall, margin)}: {_evidence(metrics, overall)}"


def _leaning(overall: Estimate, margin: float) -> str:
    if abs(overall.low) <= margin and abs(overall.high) <= margin:
        return (
            f"Posters and overviews say equally much about a film's genres, within {figure(margin)}"
        )
    if overall.low > 0:
        return "The poster says more about a film's genres than the overview"
    if overall.high < 0:
        return "The overview says more about a film's genres than the poster"
    return "These films do not settle whether posters or overviews say more about a film's genres"


def _evidence(metrics: StudyMetrics, overall: Estimate) -> str:
    names = [POSTER_MODEL, OVERVIEW_MODEL]
    if overall.value < 0:
        names.reverse()
    first, second = (
        f"the {label_of(metrics, name)} reaches {figure(metrics.models[name].test.map.value)}"
        for name in names
    )
    counted = count_noun(len(metrics.counted_genres), "genre")
    return (
        f"in mean average precision over {counted} and {_test_films(metrics)}, {first} and "
        f"{second.replace(' reaches', '')}, a difference of {estimate(magnitude(overall))}."
    )


def _test_films(metrics: StudyMetrics) -> str:
    return count_noun(metrics.films.get("test", 0), "test film")


def _genres_sentence(metrics: StudyMetrics) -> str:
    clauses = [
        f"{words} {_named(genres)}"
        for verdict, words in _SETTLED.items()
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


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _named(genres: tuple[str, ...]) -> str:
    if len(genres) <= _NAMED_AT_MOST:
        return join_names(genres)
    return f"{count_noun(len(genres), 'genre')}, most of all {join_names(genres[:3])}"


def cautions(metrics: StudyMetrics) -> tuple[str, ...]:
    """Say what a reader of the answer must not miss: which models fail against a baseline."""
    return tuple(
        failure_sentence(metrics, name)
        for name in trained_models(metrics)
        if not beats_all(metrics, name)
    )


def failure_sentence(metrics: StudyMetrics, name: str) -> str:
    """Say which baselines a model does not beat, or is not shown to, and by which figures."""
    compared = standings(metrics, name)
    behind = _rivals([s for s in compared if s.outcome == "behind"])
    close = _rivals([s for s in compared if s.outcome == "not apart"])
    overlap = "intervals overlapping"
    label = label_of(metrics, name)
    if not behind:
        return f"The {label} is not shown to beat {close}, {overlap}."
    nor = f"; nor is it shown to beat {close}, {overlap}" if close else ""
    return f"The {label} has failed: it does not beat {behind}{nor}."


def _rivals(lost: list[Standing]) -> str:
    parts = []
    for baseline in dict.fromkeys(standing.baseline for standing in lost):
        measures = [
            f"{s.measure} ({figure(s.model.value)} against {figure(s.rival.value)})"
            for s in lost
            if s.baseline == baseline
        ]
        parts.append(f"{quoted(baseline)} in {join_names(measures)}")
    return ", nor ".join(parts)


def quoted(label: str) -> str:
    """Set a baseline's label off in a sentence."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{label}\N{RIGHT DOUBLE QUOTATION MARK}"


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
    return (*sentences, _too_few_sentence(metrics))


def _verdict_line(metrics: StudyMetrics, verdict: Verdict, lead: str) -> str:
    parts = [
        f"{genre} ({figure(found.value, signed=True)}, {span(found, signed=True)})"
        for genre in verdict_genres(metrics, verdict)
        if (found := metrics.verdicts[genre].difference) is not None
    ]
    if not parts:
        return f"{lead}: no genre."
    return f"{lead}: {join_names(parts)}."


def _too_few_sentence(metrics: StudyMetrics) -> str:
    few = verdict_genres(metrics, "not enough films")
    if not few:
        return f"Every genre has at least {count_noun(metrics.min_support, 'test film')}."
    parts = [f"{genre} ({whole(metrics.verdicts[genre].support)})" for genre in few]
    return (
        f"Not enough films (fewer than {metrics.min_support} in the test films, so left out of "
        f"every mean): {join_names(parts)}."
    )


def conclusion(results: StudyResults) -> tuple[str, ...]:
    """Return the conclusion: the answer, how far the models carry it, and what limits it."""
    metrics = results.metrics
    paragraphs = [" ".join(answer(results))]
    paragraphs.extend(_trust(metrics, name) for name in trained_models(metrics))
    better = _better_baseline(metrics)
    if better:
        paragraphs.append(better)
    paragraphs.append(
        f"All figures come from {_test_films(metrics)} that no training and no threshold has seen, "
        f"one split and one training of each model (seed {results.config.seed}); their intervals "
        f"cover the choice of test films, not the chance in training."
    )
    return tuple(paragraphs)


def _trust(metrics: StudyMetrics, name: str) -> str:
    compared = standings(metrics, name)
    if not compared:
        return f"No baseline stands beside the {label_of(metrics, name)} to judge it by."
    if not beats_all(metrics, name):
        return failure_sentence(metrics, name)
    rivals = join_names([quoted(b) for b in dict.fromkeys(s.baseline for s in compared)])
    return f"The {label_of(metrics, name)} beats what stands for its modality: {rivals}."


def _better_baseline(metrics: StudyMetrics) -> str:
    """Say so where a simpler model gets more out of a modality than the network does."""
    sentences = []
    for name in trained_models(metrics):
        model = metrics.models[name]
        rivals = [
            rival
            for rival in metrics.models.values()
            if rival.baseline and rival.modality == model.modality
        ]
        best = max(rivals, key=lambda rival: rival.test.map.value, default=None)
        if best and best.test.map.value > model.test.map.value:
            sentences.append(
                f"{quoted(best.label)} draws more from the {model.modality} than the "
                f"{model.label} does ({figure(best.test.map.value)} against "
                f"{figure(model.test.map.value)} in mean average precision), so the comparison is "
                f"one of these two networks before it is one of posters and overviews."
            )
    return sentence_case(" ".join(sentences))
