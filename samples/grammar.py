"""Overviews and titles from clauses with open slots."""

import re
from collections.abc import Sequence
from typing import Final

from numpy.random import Generator

from samples.chance import pick, pick_early
from samples.genre_words import GENRE_WORDS, WordSet
from samples.vocabulary import FIRST_NAMES, NAME_ENDS, NAME_STARTS, NEUTRAL, REGIONS

_KINDS: Final = ("role", "adj", "thing", "verb")

WORDS: Final = (20.5, 6.0)
"""Mean and deviation of the length at which an overview stops growing, in words."""

MAX_WORDS: Final = 38
FEWEST_PLANTED: Final = 4
MOST_PLANTED: Final = 5
FURTHER_WORD_RATE: Final = 0.6
"""How often a genre that shows takes one word more."""

STRAY_RATE: Final = 0.15
"""How often an overview uses one word of any genre at all, which its evidence must outweigh."""

SURNAME_RATE: Final = 0.4
TOWN_RATE: Final = 0.4

OPENINGS: Final = (
    "A {adj} {role} in {place}, once a {adj} {role}, {verb} the {thing}.",
    "{name}, a {adj} {role} from {place}, {verb} the {adj} {thing} of a {role}.",
    "When a {adj} {role} {verb} a {thing} near {place}, {name} {verb} the {thing}.",
    "In {place}, a {role} {verb} the {adj} {thing} that a {adj} {role} left behind.",
    "After the {adj} {thing}, {name} {verb} a {role} and moves to {place}.",
    "The {adj} {role} {name} returns to {place}, where a {role} {verb} the {thing}.",
    "{name} is a {adj} {role} who {verb} a {thing} every day.",
    "During one {adj} summer in {place}, a {role} {verb} a {thing} and a {adj} {thing}.",
    "Two strangers meet in {place}: a {adj} {role}, and a {role} with a {adj} {thing}.",
    "The story of a {adj} {role} who {verb} the {thing} of {name}.",
)
CLAUSES: Final = (
    "Soon {name} {verb} the {adj} {role} behind the {thing}.",
    "Together they face a {thing}, a {role} and a {adj} {thing}.",
    "But the {role} {verb} the {thing}, and nothing will be the same again.",
    "Meanwhile, a {adj} {role} {verb} a {thing} in {place}.",
    "Everything changes when a {role} {verb} the {adj} {thing}.",
    "Years later, the {thing} brings back a {adj} {role}.",
    "With help from a {role}, {name} {verb} the {thing} before it is too late.",
    "Only {name} knows why the {role} {verb} such a {adj} {thing}.",
    "Then comes a {thing}, and with it a {adj} {role} named {name}.",
    "As the {thing} draws near, each {role} {verb} what is left of the {thing}.",
)
_ARTICLE: Final = re.compile(r"\b([Aa]) (?=[aeiou])")
_OPEN_SLOT: Final = re.compile(r"\{(\w+)\}")


def write_overview(rng: Generator, shown: Sequence[str]) -> str:
    """Write about 10 to 40 words that show each given genre by four or five of its words."""
    template = _template(rng)
    kinds = _OPEN_SLOT.findall(template)
    planted = _plant(rng, kinds, shown)
    filled = [planted.get(at) or _neutral(rng, kind) for at, kind in enumerate(kinds)]
    text = _OPEN_SLOT.sub(lambda _: filled.pop(0), template)
    return _ARTICLE.sub(r"\1n ", text)


def write_title(rng: Generator) -> str:
    """Write a title of two to four words, which says nothing of the genres."""
    adjective, thing = pick(rng, NEUTRAL.adj), pick(rng, NEUTRAL.thing)
    forms = (f"the {adjective} {thing}", f"{adjective} {thing}", f"{thing} of {_town(rng)}")
    return pick(rng, forms).title()


def _template(rng: Generator) -> str:
    """Join clauses until the text is about as long as a real overview, 26 words on average."""
    wanted = float(rng.normal(*WORDS))
    parts = [pick(rng, OPENINGS)]
    while _length(parts) < wanted:
        parts.append(pick(rng, CLAUSES))
    if _length(parts) > MAX_WORDS:
        parts.pop()
    return " ".join(parts)


def _length(parts: Sequence[str]) -> int:
    return sum(part.count(" ") + 1 for part in parts)


def _plant(rng: Generator, kinds: Sequence[str], shown: Sequence[str]) -> dict[int, str]:
    """Return the words that bear genres, by the slot that each goes into.

    Genres take turns, so that where slots run out each has some of its words.
    """
    open_slots = [int(at) for at in rng.permutation(len(kinds)) if kinds[at] in _KINDS]
    turns = [genre for turn in range(MOST_PLANTED) for genre in shown if _speaks(rng, turn)]
    if rng.random() < STRAY_RATE:
        turns.append(pick(rng, tuple(GENRE_WORDS)))
    return {
        at: pick_early(rng, _of_kind(GENRE_WORDS[genre], kinds[at]))
        for at, genre in zip(open_slots, turns, strict=False)
    }


def _speaks(rng: Generator, turn: int) -> bool:
    return turn < FEWEST_PLANTED or rng.random() < FURTHER_WORD_RATE


def _of_kind(words: WordSet, kind: str) -> tuple[str, ...]:
    return {"role": words.role, "adj": words.adj, "thing": words.thing, "verb": words.verb}[kind]


def _neutral(rng: Generator, kind: str) -> str:
    if kind == "name":
        surname = rng.random() < SURNAME_RATE
        return f"{pick(rng, FIRST_NAMES)} {_town(rng)}" if surname else pick(rng, FIRST_NAMES)
    if kind == "place":
        return _town(rng) if rng.random() < TOWN_RATE else pick(rng, REGIONS)
    return pick_early(rng, _of_kind(NEUTRAL, kind))


def _town(rng: Generator) -> str:
    """Make a name that serves for towns and families alike."""
    return pick(rng, NAME_STARTS) + pick(rng, NAME_ENDS)
