"""How numbers, names and lists are written, the same in every sentence and table."""

import math
import re
from collections.abc import Sequence
from typing import Final

from data_contracts.estimate import Estimate

MINUS: Final = "\N{MINUS SIGN}"
MISSING: Final = "\N{EN DASH}"
_NUMBER_WORDS: Final = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\N{LEFT-TO-RIGHT EMBEDDING}-\N{RIGHT-TO-LEFT OVERRIDE}"
    "\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}]"
)
_SECONDS_A_MINUTE: Final = 60
_MINUTES_AN_HOUR: Final = 60
_SHORT_SECONDS: Final = 10


def figure(value: float, *, signed: bool = False, places: int = 2) -> str:
    """Write a figure without the leading zero: .44, or +.12 where signed."""
    if not math.isfinite(value):
        return MISSING
    digits = f"{abs(value):.{places}f}".removeprefix("0")
    if not digits.strip(".0"):
        return digits
    return (MINUS if value < 0 else "+" if signed else "") + digits


def span(estimate: Estimate, *, signed: bool = False, places: int = 2) -> str:
    """Write an interval: .41 to .47."""
    ends = (figure(end, signed=signed, places=places) for end in (estimate.low, estimate.high))
    return " to ".join(ends)


def estimate(value: Estimate, *, signed: bool = False, places: int = 2) -> str:
    """Write a figure with its interval: .44 (interval .41 to .47)."""
    within = span(value, signed=signed, places=places)
    return f"{figure(value.value, signed=signed, places=places)} (interval {within})"


def places_apart(one: float, other: float) -> int:
    """Return how many places two figures need so that unlike ones do not read alike: 2 or 3."""
    alike = figure(one) == figure(other) and figure(one, places=3) != figure(other, places=3)
    return 3 if alike else 2


def places_of(difference: Estimate) -> int:
    """Return how many places an interval needs so that it shows whether 0 lies in it: 2 or 3."""
    ends = (difference.low, difference.high)
    return max(places_apart(end, 0.0) for end in ends)


def side_of_zero(difference: Estimate) -> int:
    """Return 1 or -1 where all of an interval lies above or below 0, else 0."""
    return (difference.low > 0) - (difference.high < 0)


def magnitude(value: Estimate) -> Estimate:
    """Turn a negative difference round, so that a sentence can name the larger side first."""
    return value if value.value >= 0 else turned(value)


def turned(value: Estimate) -> Estimate:
    """Return a difference the other way round."""
    return Estimate(value=-value.value, low=-value.high, high=-value.low)


def higher_or_lower(difference: Estimate) -> str:
    """Say how far one figure lies above or below another: .04 (interval .02 to .06) higher."""
    if difference.value < 0:
        return f"{estimate(magnitude(difference))} lower"
    return f"{estimate(difference)} higher"


def join_names(names: Sequence[str], word: str = "and") -> str:
    """Join names as in a sentence: Drama, Comedy and Romance."""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def join_clauses(clauses: Sequence[str]) -> str:
    """Join clauses that hold commas of their own."""
    if len(clauses) <= 1:
        return "".join(clauses)
    return f"{'; '.join(clauses[:-1])}; and {clauses[-1]}"


def whole(count: int) -> str:
    """Write a count with separators: 5,060."""
    return f"{count:,}"


def number_word(count: int) -> str:
    """Write a small count as a word, and a larger one with separators."""
    return _NUMBER_WORDS[count] if 0 <= count < len(_NUMBER_WORDS) else whole(count)


def count_noun(count: int, singular: str, plural: str | None = None) -> str:
    """Write a count and its noun: one genre, five genres, 1,012 films."""
    return f"{number_word(count)} {singular if count == 1 else plural or f'{singular}s'}"


def visible(text: str) -> str:
    """Return text with a space for each character that would steer a terminal or turn text round.

    These are control characters other than line breaks, and the marks that override the direction
    in which text runs.
    """
    return _STEERING.sub(" ", text)


def sentence_case(text: str) -> str:
    """Raise the first letter and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def percent(share: float, *, even: bool = False) -> str:
    """Write a share as a percentage: 5.2 % or 5 %; even: 5.0 %, as columns of them need it."""
    if not math.isfinite(share):
        return MISSING
    digits = f"{100 * share:.1f}"
    return (digits if even else digits.removesuffix(".0")) + "\N{NO-BREAK SPACE}%"


def duration(seconds: float) -> str:
    """Write seconds as a person says them: 4.2 s, 3 min 20 s, 1 h 2 min."""
    if seconds < _SHORT_SECONDS:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), _SECONDS_A_MINUTE)
    if not minutes:
        return f"{rest} s"
    hours, minutes_left = divmod(minutes, _MINUTES_AN_HOUR)
    return f"{hours} h {minutes_left} min" if hours else f"{minutes} min {rest} s"
