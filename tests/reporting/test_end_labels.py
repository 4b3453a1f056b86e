import math

import pytest

from reporting.chart_style import INK, drawing, plain_axes
from reporting.end_labels import end_labels


def places(ends: dict[str, float]) -> dict[str, float]:
    """Return the height at which each name is written."""
    with drawing(300, 200) as figure:
        axes = plain_axes(figure)
        axes.set_ylim(0, 1)
        end_labels(axes, ends, dict.fromkeys(ends, INK))
        return {text.get_text(): text.xyann[1] for text in axes.texts}


def test_names_stand_at_the_ends_of_curves_that_are_apart():
    assert places({"a": 0.2, "b": 0.8}) == pytest.approx({"a": 0.2, "b": 0.8})


def test_names_of_curves_that_meet_are_kept_apart_in_their_order():
    found = places({"a": 0.5, "b": 0.49, "c": 0.51})
    assert found["a"] - found["b"] == pytest.approx(0.09)
    assert found["c"] - found["a"] == pytest.approx(0.09)
    assert sum(found.values()) / 3 == pytest.approx(0.5)


def test_a_curve_that_ends_in_no_number_has_no_name():
    assert places({"a": math.nan, "b": 0.3}) == {"b": pytest.approx(0.3)}
