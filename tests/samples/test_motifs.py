import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

from samples.motifs import HEIGHT, MOTIFS, WIDTH, colour, draw_decoy, draw_figure, star
from samples.truth import genres_shown_in

GROUND = (1, 2, 3)


def drawn(draw, seed):
    poster = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw(np.random.default_rng(seed), ImageDraw.Draw(poster))
    return np.asarray(poster)


def covered(pixels):
    return float((pixels != np.array(GROUND)).any(axis=2).mean())


def test_there_are_motifs_for_exactly_the_genres_that_posters_show():
    assert set(MOTIFS) == set(genres_shown_in("poster"))


@pytest.mark.parametrize("genre", sorted(MOTIFS))
def test_a_motif_is_large_and_differs_each_time(genre):
    posters = [drawn(MOTIFS[genre], seed) for seed in range(6)]
    assert min(covered(pixels) for pixels in posters) > 0.05
    assert len({pixels.tobytes() for pixels in posters}) == 6


def test_a_decoy_is_smaller_than_any_motif():
    decoys = max(covered(drawn(draw_decoy, seed)) for seed in range(30))
    assert decoys < 0.03


def test_a_figure_is_dull():
    pixels = drawn(draw_figure, 4)
    shape = pixels[(pixels != np.array(GROUND)).any(axis=2)].astype(int)
    assert len(shape) > 0
    assert (shape.max(axis=1) - shape.min(axis=1)).max() < 60


def test_a_colour_keeps_near_its_hue():
    rng = np.random.default_rng(0)
    for _ in range(50):
        red, green, blue = colour(rng, 120)
        assert green > max(red, blue) + 80


def test_a_star_has_two_corners_a_spike_at_its_radii():
    corners = star((10, 20), 8, 3, spikes=5, turn=0)
    assert len(corners) == 10
    assert corners[0] == (18, 20)
    assert math.dist(corners[1], (10, 20)) == pytest.approx(3)
