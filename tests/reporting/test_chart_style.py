import pytest

from reporting.chart_style import INK, POSTER, drawing, plain_axes, printable, short_number, to_svg


def draw(name, label="a"):
    with drawing(200, 100) as figure:
        axes = plain_axes(figure)
        axes.plot([0, 1], [0, 1], color=POSTER)
        axes.set_title(label, color=INK)
        return to_svg(figure, name)


def test_the_same_figure_gives_the_same_text():
    assert draw("x") == draw("x")


def test_ids_are_unique_to_the_chart():
    svg = draw("one")
    assert 'id="one-' in svg
    assert svg.count('id="') == svg.count('id="one-')
    assert svg.count("url(#") == svg.count("url(#one-")


def test_colours_follow_the_page_and_text_stays_text():
    svg = draw("x")
    assert "var(--poster, #d55e00)" in svg
    assert "currentColor" in svg
    assert "<text" in svg
    assert INK not in svg


def test_the_svg_scales_and_carries_no_date():
    svg = draw("x")
    assert svg.startswith('<svg viewBox="0 0 200 100">')
    assert "<metadata" not in svg
    assert "<!--" not in svg
    assert "<?xml" not in svg


def test_markup_and_mathematics_in_labels_are_plain_text():
    svg = draw("x", "<script>$x_1$ &")
    assert "&lt;script&gt;$x_1$ &amp;" in svg


def test_drawing_leaves_the_settings_as_they_were():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    draw("x")
    assert dict(mpl.rcParams) == before


def test_control_characters_become_spaces():
    assert printable("a\x00b\nc") == "a b c"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.4, ".4"), (-0.25, "\N{MINUS SIGN}.25"), (1, "1"), (0.125, ".125")],
)
def test_ticks_have_no_leading_zero(value, text):
    assert short_number(value) == text
