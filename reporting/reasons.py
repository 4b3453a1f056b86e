"""Why a model says what it says of one film, in words."""

from typing import Final

from data_contracts.explanations import OverviewReading, PosterHeat, WordContribution
from reporting.document import Word
from reporting.wording import figure, join_names

HIGHLIGHTED: Final = 0.15
"""A word that adds less than this share of the strongest word's is not highlighted."""
SLIGHT: Final = 0.005
"""A contribution that is written .00 is none to speak of."""
_NAMED: Final = 3
_MARKS: Final = ".,;:!?\"'()"
_THIRDS: Final = ("top", "middle", "bottom")
_SIDES: Final = ("left", "centre", "right")


def highlighted(reading: OverviewReading) -> tuple[Word, ...]:
    """Return the overview's words, each as strong as its share of the strongest one's."""
    strongest = max((abs(word.contribution or 0.0) for word in reading.words), default=0.0)
    return tuple(_word(word, strongest) for word in reading.words)


def _word(word: WordContribution, strongest: float) -> Word:
    if word.contribution is None:
        return Word(word.word, unread=any(map(str.isalnum, word.word)))
    share = word.contribution / strongest if strongest >= SLIGHT else 0.0
    return Word(word.word, strength=share if abs(share) >= HIGHLIGHTED else 0.0)


def words_sentence(label: str, reading: OverviewReading) -> str:
    """Name the words that speak most for and against a model's first guess."""
    added = sorted(
        (word for word in reading.words if abs(word.contribution or 0.0) >= SLIGHT),
        key=lambda word: -abs(word.contribution or 0.0),
    )
    clauses = [
        f"{side} it {join_names(named)}"
        for side, sign in (("for", 1), ("against", -1))
        if (named := _named([word for word in added if (word.contribution or 0.0) * sign > 0]))
    ]
    said = f"{label} on {reading.genre} ({figure(reading.probability)})"
    if not clauses:
        return f"{said}: no single word matters to speak of."
    return f"{said}: {'; '.join(clauses)}."


def _named(words: list[WordContribution]) -> list[str]:
    return [
        f"\N{LEFT DOUBLE QUOTATION MARK}{word.word.strip(_MARKS)}\N{RIGHT DOUBLE QUOTATION MARK} "
        f"{figure(word.contribution or 0.0, signed=True)}"
        for word in words[:_NAMED]
    ]


def heat_sentence(label: str, heat: PosterHeat) -> str:
    """Say where on a poster a model finds its first guess."""
    said = f"{label} on {heat.genre} ({figure(heat.probability)})"
    cells = [
        (value, row, column)
        for row, values in enumerate(heat.heat)
        for column, value in enumerate(values)
    ]
    hottest = max(cells, default=(0.0, 0, 0))
    if hottest[0] <= 0:
        return f"{said}: no place on the poster speaks for it."
    height = _THIRDS[3 * hottest[1] // len(heat.heat)]
    side = _SIDES[3 * hottest[2] // len(heat.heat[0])]
    place = "centre" if (height, side) == ("middle", "centre") else f"{height} {side}"
    return f"{said}: the {place} of the poster speaks most for it."
