"""Whether the answer holds as models get better, in sentences that follow from the numbers."""

from typing import Final

from data_contracts.metrics import StudyMetrics, Verdict
from data_contracts.side_by_side import PresetChange, PresetStudy, SideBySide
from reporting.sentences import LEANINGS, SETTLED, UNSETTLED, genres_sentence
from reporting.standings import OVERVIEW_MODEL, POSTER_MODEL, label_of, missing_branches
from reporting.wording import (
    count_noun,
    estimate,
    figure,
    join_clauses,
    join_names,
    side_of_zero,
    whole,
)

_WORDS: Final[dict[Verdict, str]] = {**SETTLED, "undecided": "undecided for"}


def side_answer(side: SideBySide) -> tuple[str, str]:
    """Return the answer in two sentences: overall, then genre by genre."""
    if absent := missing_branches(side.presets[0].metrics):
        return (
            f"These runs hold no {' and no '.join(absent)}, so they cannot say whether posters or "
            f"overviews say more about a film's genres.",
            "No genre gets a verdict.",
        )
    if len(side.presets) == 1:
        (only,) = side.presets
        return f"{_leaning(only.metrics)}: {_evidence(only)}.", genres_sentence(only.metrics)
    return _overall_sentence(side), _genres_sentence(side)


def _overall_sentence(side: SideBySide) -> str:
    verdicts = {study.metrics.overall_verdict for study in side.presets}
    evidence = join_clauses([_evidence(study) for study in side.presets])
    if len(verdicts) == 1:
        leaning = _leaning(side.presets[0].metrics)
        return f"With every preset the answer is the same. {leaning}: {evidence}."
    changed = [f"{_leaning(study.metrics)}: {_evidence(study)}." for study in side.presets]
    return " ".join(["The answer changes with the models.", *changed])


def _leaning(metrics: StudyMetrics) -> str:
    margin = figure(metrics.equivalence_margin or 0.0)
    return LEANINGS.get(metrics.overall_verdict, UNSETTLED).format(margin=margin)


def _evidence(study: PresetStudy) -> str:
    metrics = study.metrics
    poster, overview = (
        figure(metrics.models[n].test.map.value) for n in (POSTER_MODEL, OVERVIEW_MODEL)
    )
    apart = f", a difference of {estimate(metrics.overall, signed=True)}" if metrics.overall else ""
    return f"{study.name} reaches an mAP of {poster} on posters and {overview} on overviews{apart}"


def _genres_sentence(side: SideBySide) -> str:
    held, moved = held_verdicts(side), moved_verdicts(side)
    clauses = [
        f"{words} {join_names(genres)}"
        for verdict, words in _WORDS.items()
        if (genres := [genre for genre, of in held.items() if of == verdict])
    ]
    counted = count_noun(len(held) + len(moved), "genre")
    same = f": {join_clauses(clauses)}" if clauses else ""
    parts = [f"Verdicts that are the same with every preset: {len(held)} of {counted}{same}."]
    if moved:
        parts.append(f"Verdicts that change, preset by preset: {_paths(moved)}.")
        parts.append(_opposed_sentence(moved))
    return " ".join(parts)


def held_verdicts(side: SideBySide) -> dict[str, Verdict]:
    """Return the counted genres whose verdict is the same with every preset, and that verdict."""
    return {genre: of[0] for genre, of in _verdicts(side).items() if len(set(of)) == 1}


def moved_verdicts(side: SideBySide) -> dict[str, tuple[Verdict, ...]]:
    """Return the counted genres whose verdict changes, and their verdicts preset by preset."""
    return {genre: of for genre, of in _verdicts(side).items() if len(set(of)) > 1}


def _verdicts(side: SideBySide) -> dict[str, tuple[Verdict, ...]]:
    counted = side.presets[0].metrics.counted_genres
    return {
        genre: tuple(study.metrics.verdicts[genre].verdict for study in side.presets)
        for genre in counted
        if all(genre in study.metrics.verdicts for study in side.presets)
    }


def _paths(moved: dict[str, tuple[Verdict, ...]]) -> str:
    """Name together the genres whose verdicts change alike, those of most genres first."""
    genres_of: dict[tuple[Verdict, ...], list[str]] = {}
    for genre, of in moved.items():
        genres_of.setdefault(of, []).append(genre)
    alike = sorted(genres_of.items(), key=lambda item: -len(item[1]))
    return join_clauses([f"{', then '.join(of)} for {join_names(names)}" for of, names in alike])


def _opposed_sentence(moved: dict[str, tuple[Verdict, ...]]) -> str:
    opposed = [genre for genre, of in moved.items() if {"poster", "overview"} <= set(of)]
    if not opposed:
        return "For no genre do two presets have opposite verdicts."
    return f"For {join_names(opposed)} two presets have opposite verdicts."


def change_sentences(side: SideBySide) -> tuple[str, ...]:
    """Say of each preset how far it is from the one before, and whether chance suffices."""
    labels = side.presets[0].metrics
    return tuple(
        sentence
        for change in side.changes
        for sentence in (_models_sentence(change, labels), _gap_sentence(change))
        if sentence
    )


def _models_sentence(change: PresetChange, metrics: StudyMetrics) -> str:
    words = {1: "better", 0: "not shown to differ", -1: "worse"}
    parts = [
        f"the {label_of(metrics, name)} is {words[side_of_zero(moved)]} in mAP by "
        f"{estimate(moved, signed=True)}"
        for name, moved in change.maps.items()
    ]
    return f"{change.after} against {change.before}: {join_clauses(parts)}."


def _gap_sentence(change: PresetChange) -> str:
    if change.gap is None:
        return ""
    toward = {
        1: "which favours the poster",
        0: "which chance may explain",
        -1: "which favours the overview",
    }
    beyond = [
        f"{genre} ({figure(moved.value, signed=True)})"
        for genre, moved in sorted(change.genre_gaps.items(), key=lambda item: item[1].value)
        if side_of_zero(moved)
    ]
    genres = (
        f"By genre it moved by more than chance for {join_names(beyond)}."
        if beyond
        else "For no genre did it move by more than chance."
    )
    return (
        f"The lead of the poster over the overview moved by {estimate(change.gap, signed=True)} "
        f"from {change.before} to {change.after}, {toward[side_of_zero(change.gap)]}. {genres}"
    )


def pooled_sentence(side: SideBySide) -> str:
    """Say which model answers for which film."""
    films = whole(side.films)
    if side.folds == 1:
        return (
            f"Every preset was trained on the same films and is measured on the same {films} test "
            f"films, at thresholds fitted on the same validation films."
        )
    return (
        f"The films were dealt into {side.folds} folds, stratified over all genres, films with "
        f"like overviews or posters together; each fold was the test films of one run of each "
        f"preset. So each of the {films} films is predicted once, by models that did not see it, "
        f"at thresholds fitted on validation films of that run, and figures are of all these films "
        f"at once."
    )


def covered_sentence(side: SideBySide) -> str:
    """Say what the intervals cover."""
    trained = len(side.presets[0].metrics.seeds)
    different = dict.fromkeys(side.presets[0].seeds)
    word = "seeds" if len(different) > 1 else "seed"
    seeds = f"{word} {join_names([str(seed) for seed in different])}"
    if trained > 1:
        return (
            f"Each model was trained {trained} times in each run ({seeds}): intervals cover "
            f"the choice of films and the chance in training."
        )
    within = (
        f"; over {side.folds} trainings on different films it evens out, and each one's figures "
        f"show how much there is"
        if side.folds > 1
        else ""
    )
    return (
        f"Each model was trained once in each run ({seeds}): intervals cover the choice of "
        f"films, and not the chance in training{within}. The option --repeats trains more often."
    )


def heads_sentence(study: PresetStudy) -> str:
    """Say in how many runs a joint head took the place of the weights, and by which figures."""
    gains = [head.gain for head in study.heads if head.gain is not None]
    if not gains:
        return "No joint head over both models was tried in place of the weights."
    kept, runs = sum(head.kept for head in study.heads), len(study.heads)
    if runs == 1:
        took = "took" if kept else "did not take"
        outcome = f"{took} the place of the weights"
    else:
        outcome = f"took the place of the weights in {kept or 'none'} of {runs} runs"
    return (
        f"A joint head over both models {outcome}; what it gained in mAP on validation films that "
        f"it was not fitted to: {join_names([estimate(gain, signed=True) for gain in gains])}."
    )
