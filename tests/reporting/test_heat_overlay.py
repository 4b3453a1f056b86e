from io import BytesIO

import numpy as np
from PIL import Image

from reporting.heat_overlay import DIMMED, heat_overlay


def poster(colour: str = "red") -> bytes:
    stream = BytesIO()
    Image.new("RGB", (60, 90), colour).save(stream, "JPEG", quality=95)
    return stream.getvalue()


def pixels(jpeg: bytes) -> np.ndarray:
    with Image.open(BytesIO(jpeg)) as image:
        return np.asarray(image.convert("RGB"), dtype=int)


def test_hot_parts_keep_their_colour_and_cold_ones_are_dim_and_grey():
    heat = [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]]

    found = pixels(heat_overlay(poster(), heat))

    assert found.shape == (90, 60, 3)
    assert np.allclose(found[80, 52], (254, 0, 0), atol=12)
    grey = DIMMED * 76
    assert np.allclose(found[8, 8], (grey, grey, grey), atol=12)


def test_a_white_line_parts_hot_from_cold_even_on_a_black_poster():
    heat = [[0.0, 1.0], [0.0, 1.0]]

    found = pixels(heat_overlay(poster("black"), heat)).mean(axis=2)

    columns = found[20:70].mean(axis=0)
    assert columns.max() > 150
    assert 25 <= columns.argmax() <= 35
    assert columns[:20].max() < 30
    assert columns[45:].max() < 30


def test_a_poster_without_heat_is_dim_everywhere_without_a_line():
    found = pixels(heat_overlay(poster("white"), [[0.0] * 3] * 3))

    assert np.allclose(found, DIMMED * 255, atol=4)
