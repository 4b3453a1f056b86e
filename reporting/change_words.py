"""What changed from one run to another, in sentences."""

from typing import Final

from data_contracts.run_comparison import ComparedRun, Difference, Reading, RunComparison
from reporting.wording import (
    count_noun,
    estimate,
    join_clauses,
    join_names,
    percent,
    sentence_case,
    whole,
)

_WAYS: Final[dict[Difference, str]] = {
    "films": "the films",
    "split": "which films are for training, validation and test",
    "seed": "the seed",
    "settings": "the settings",
    "software": "the code or the libraries",
}
_READINGS: Final[dict[Reading, str]] = {
    "same answers": "the very same answers",
    "within chance": "chance suffices",
    "beyond chance": "more than chance in the films",
    "not measured": "not measured",
}


def reading_word(reading: Reading) -> str:
    """Return what a change is to be taken for, in a few words."""
    return _READINGS[reading]


def apart_sentence(found: RunComparison) -> str:
    """Say which two runs these are and in what they differ."""
    names = [f"run {_named(run)}" for run in (found.before, found.after)]
    ways = [_WAYS[way] for way in found.differences]
    if not ways:
        same = "films, split, seed, settings, code and libraries are the same"
        return f"Before is {names[0]}; now is {names[1]}: {same}."
    return f"Before is {names[0]}; now is {names[1]}. They differ in {join_names(ways)}."


def films_sentence(found: RunComparison) -> str:
    """Say how the films of two runs differ."""
    films = found.films
    common = f"{whole(films.common_test)} films are test films of both"
    if "films" not in found.differences:
        return f"The {whole(found.after.films)} films are the same in both runs; {common}."
    return (
        f"{whole(films.added)} of the {whole(found.after.films)} films are new, "
        f"{whole(films.gone)} are gone and {whole(films.altered)} have another overview, poster or "
        f"genres; {common}."
    )


def measured_sentence(found: RunComparison) -> str:
    """Say what the changes are measured on."""
    genres = count_noun(len(found.measured_genres), "genre")
    if not found.measured_genres:
        return "No genre has enough test films in both runs for a change to be measured."
    if found.pairing == "paired":
        return (
            f"Changes are measured on the {whole(found.measured_films)} films that are test films "
            f"of both runs, paired film by film, over {genres} with enough of them; the intervals "
            f"are {percent(found.confidence)} ones and cover the choice of films, not the chance "
            f"in training."
        )
    return (
        f"Too few films are test films of both runs to pair them, so each run is measured on its "
        f"own, over {genres} with enough test films in both; the {percent(found.confidence)} "
        f"intervals cover the choice of films, not the chance in training."
    )


def change_sentence(found: RunComparison) -> str:
    """Say of the models how far their mean average precision moved, and what that can mean."""
    models = {name: change for name, change in found.models.items() if not change.baseline}
    if not models:
        return "No model is in both runs."
    if all(change.reading == "same answers" for change in models.values()):
        return "The models of both runs give the very same answers."
    moved = [
        f"{change.label} {estimate(change.map.change, signed=True, places=3)}"
        f", {reading_word(change.reading)}"
        for change in models.values()
        if change.map.change is not None
    ]
    if not moved:
        return "How far the models' mean average precision moved could not be measured."
    beyond = any(change.reading == "beyond chance" for change in models.values())
    cause = f" {_cause(found)}" if beyond else ""
    return f"Mean average precision moved so: {join_clauses(moved)}.{cause}"


def verdict_sentences(found: RunComparison) -> tuple[str, ...]:
    """Say of each genre whose verdict changed what it was and is, and what explains it."""
    return tuple(
        f"{genre}: {change.before} before, {change.after} now{_explained(found, genre)}."
        for genre, change in found.verdicts.items()
        if change.changed
    )


def _explained(found: RunComparison, genre: str) -> str:
    change = found.verdicts[genre]
    if change.change is None:
        return "; too few test films to say why"
    moved = f"; the difference moved by {estimate(change.change, signed=True, places=3)}"
    if change.reading == "same answers":
        return f"{moved}, though the models give the very same answers"
    if change.reading == "within chance":
        return f"{moved}, so chance suffices to explain it"
    return f"{moved}, more than the choice of films explains. {_cause(found).removesuffix('.')}"


def _cause(found: RunComparison) -> str:
    """Say what a change beyond the chance in the films can come from."""
    ways = [way for way in found.differences if way != "split"]
    if ways == ["seed"]:
        split = ", which drew another split too" if "split" in found.differences else ""
        return (
            f"The films are the same; only the seed differs{split}, so it is chance all the same."
        )
    if ways == ["films"]:
        return "Only the films differ, so the data has changed."
    if not ways:
        return "Nothing but the split differs, so it is the chance in which films are trained on."
    seed = " The seed alone can move figures so far." if "seed" in ways else ""
    return f"{sentence_case(join_names([_WAYS[way] for way in ways]))} differ.{seed}"


def _named(run: ComparedRun) -> str:
    return f"{run.run_id} ({run.created:%d %B %Y}, {run.data_name}, seed {run.seed})"
