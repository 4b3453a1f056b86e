"""How numbers, names and lists are written, the same in every sentence and table."""

import math
from collections.abc import Sequence
from typing import Final

from data_contracts.metrics import Estimate

MINUS: Final = "\N{MINUS SIGN}"
MISSING: Final = "\N{EN DASH}"
_NUMBER_WORDS: Final = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_SECONDS_A_MINUTE: Final = 60
_MINUTES_AN_HOUR: Final = 60
_SHORT_SECONDS: Final = 10


def figure(value: float, *, signed: bool = False) -> str:
    """Write a figure to two places without the leading zero: .44, or +.12 where signed."""
    if not math.isfinite(value):
        return MISSING
    digits = f"{abs(value):.2f}".removeprefix("0")
    if digits == ".00":
        return digits
    return (MINUS if value < 0 else "+" if signed else "") + digits


def span(estimate: Estimate, *, signed: bool = False) -> str:
    """Write an interval: .41 to .47."""
    return f"{figure(estimate.low, signed=signed)} to {figure(estimate.high, signed=signed)}"


def estimate(value: Estimate, *, signed: bool = False) -> str:
    """Write a figure with its interval: .44 (interval .41 to .47)."""
    return f"{figure(value.value, signed=signed)} (interval {span(value, signed=signed)})"


def side_of_zero(difference: Estimate) -> int:
    """Return 1 or -1 where all of an interval lies above or below 0, else 0."""
    return (difference.low > 0) - (difference.high < 0)


def magnitude(value: Estimate) -> Estimate:
    """Turn a negative difference round, so that a sentence can name the larger side first."""
    if value.value >= 0:
        return value
    return Estimate(value=-value.value, low=-value.high, high=-value.low)


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


def sentence_case(text: str) -> str:
    """Raise the first letter and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    """Write a share as a percentage: 5.2 % or 5 %."""
    if not math.isfinite(share):
        return MISSING
    return f"{100 * share:.1f}".removesuffix(".0") + "\N{NO-BREAK SPACE}%"


def duration(seconds: float) -> str:
    """Write seconds as a person says them: 4.2 s, 3 min 20 s, 1 h 2 min."""
    if seconds < _SHORT_SECONDS:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), _SECONDS_A_MINUTE)
    if not minutes:
        return f"{rest} s"
    hours, minutes_left = divmod(minutes, _MINUTES_AN_HOUR)
    return f"{hours} h {minutes_left} min" if hours else f"{minutes} min {rest} s"
