"""Words that bear a genre: what an overview says of a genre that it shows.

No word belongs to two genres, nor to the neutral vocabulary: a word means its genre, and doubt
comes from films that use it without having the genre.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class WordSet:
    """Words that fill the slots of a clause: persons, traits, things and deeds."""

    role: tuple[str, ...]
    adj: tuple[str, ...]
    thing: tuple[str, ...]
    verb: tuple[str, ...]

    def all(self) -> tuple[str, ...]:
        """Return every word of the set."""
        return (*self.role, *self.adj, *self.thing, *self.verb)


def words(role: str, adj: str, thing: str, verb: str) -> WordSet:
    """Build a set from words separated by spaces."""
    return WordSet(split_words(role), split_words(adj), split_words(thing), split_words(verb))


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, in its order."""
    return tuple(text.split())


GENRE_WORDS: Final[Mapping[str, WordSet]] = MappingProxyType(
    {
        "Drama": words(
            "widow orphan addict mourner",
            "grieving estranged troubled abusive",
            "illness grief addiction tragedy redemption",
            "mourns endures forgives confesses",
        ),
        "Comedy": words(
            "slacker prankster nerd misfit",
            "wacky hapless clumsy zany",
            "mishap prank party hangover farce",
            "bungles fakes impersonates spoofs",
        ),
        "Romance": words(
            "lover bride sweetheart suitor",
            "passionate romantic smitten lovesick",
            "romance wedding affair kiss courtship",
            "marries woos kisses seduces",
        ),
        "Biography": words(
            "laureate luminary",
            "acclaimed famed",
            "biography memoir career",
            "pioneers chronicles",
        ),
        "History": words(
            "emperor monarch",
            "historic imperial",
            "revolution treaty coronation",
            "reigns colonizes",
        ),
        "Crime": words(
            "detective gangster mobster hitman",
            "corrupt crooked undercover ruthless",
            "heist robbery cartel ransom mafia",
            "robs murders blackmails smuggles",
        ),
        "Adventure": words(
            "explorer pirate adventurer castaway",
            "uncharted perilous daring intrepid",
            "expedition jungle treasure quest voyage",
            "explores navigates climbs ventures",
        ),
        "Fantasy": words(
            "wizard sorcerer",
            "magical enchanted",
            "spell dragon prophecy",
            "conjures bewitches",
        ),
        "Family": words(
            "puppy babysitter",
            "lovable playful",
            "christmas zoo playground",
            "hugs cuddles",
        ),
        "Animation": words(
            "penguin chipmunk",
            "animated talking",
            "cartoon burrow toybox",
            "squeaks hops",
        ),
    }
)
"""The words of each genre that shows in overviews; frequent genres have the more of them."""
