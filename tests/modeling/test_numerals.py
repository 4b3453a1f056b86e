import pytest

from modeling.numerals import numeral


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.03, ".03"), (0, "0"), (1, "1"), (1.5, "1.5"), (-0.05, "\N{MINUS SIGN}.05"), (10, "10")],
)
def test_a_number_has_no_leading_zero(value: float, text: str) -> None:
    assert numeral(value) == text
