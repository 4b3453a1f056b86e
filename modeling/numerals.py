"""Numbers in the sentences that a figure carries with it."""

from typing import Final

_MINUS: Final = "\N{MINUS SIGN}"


def numeral(value: float) -> str:
    """Write a number without a leading zero: .03, 1 or, with a minus sign, .05."""
    digits = f"{abs(value):g}"
    shown = digits.removeprefix("0") or digits
    return f"{_MINUS}{shown}" if value < 0 else shown
