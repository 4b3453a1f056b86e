import numpy as np
from PIL import Image

from modeling.poster_features import FEATURES, poster_features

COLOURS, CELLS = slice(0, 64), slice(64, 160)
EDGES = slice(160, 288)


def _plain(colour: tuple[int, int, int], size: tuple[int, int] = (150, 300)) -> Image.Image:
    return Image.new("RGB", size, colour)


def _striped(*, upright: bool) -> Image.Image:
    pixels = np.zeros((64, 64, 3), dtype=np.uint8)
    stripes = np.arange(64) // 8 % 2 == 1
    if upright:
        pixels[:, stripes] = 255
    else:
        pixels[stripes] = 255
    return Image.fromarray(pixels)


def test_every_poster_has_as_many_features_between_zero_and_one() -> None:
    noise = np.random.default_rng(0).integers(256, size=(90, 40, 3), dtype=np.uint8)
    for poster in (_plain((0, 0, 0)), _plain((255, 255, 255), (16, 20)), Image.fromarray(noise)):
        features = poster_features(poster)
        assert features.shape == (FEATURES,)
        assert features.dtype == np.float32
        assert ((features >= 0) & (features <= 1)).all()


def test_a_plain_poster_has_one_colour_and_no_edge() -> None:
    red = poster_features(_plain((255, 0, 0)))
    # Red is level 3 of 4, green and blue level 0: number 3 * 16 of the histogram.
    assert red[COLOURS].argmax() == 48
    assert red[COLOURS].sum() == 1
    assert not red[EDGES].any()
    hue, saturation, value = red[CELLS][:3]
    assert (hue, saturation, value) == (0, 1, 1)


def test_the_direction_of_edges_shows() -> None:
    upright, level = (
        poster_features(_striped(upright=way))[EDGES].reshape(16, 8).sum(axis=0)
        for way in (True, False)
    )
    assert (upright.argmax(), level.argmax()) == (0, 4)


def test_where_a_colour_is_shows() -> None:
    pixels = np.zeros((64, 64, 3), dtype=np.uint8)
    pixels[:16, :16] = 255
    value = poster_features(Image.fromarray(pixels))[CELLS][: 16 * 3].reshape(16, 3)[:, 2]
    assert value.tolist() == [1] + [0] * 15
