import numpy as np

from samples.chance import stream
from samples.drawing import draw_poster


def pixels(title, shown, index=0):
    return np.asarray(draw_poster(stream(5, index, 2), title, shown), dtype=int)


def test_a_poster_is_150_by_300_rgb():
    poster = draw_poster(stream(1, 1, 2), "The Quiet River", ())
    assert (poster.size, poster.mode) == ((150, 300), "RGB")


def test_the_same_stream_draws_the_same():
    assert (pixels("Old Rule", ("Crime",)) == pixels("Old Rule", ("Crime",))).all()
    assert (pixels("Old Rule", ("Crime",)) != pixels("Old Rule", ("Crime",), index=1)).any()


def test_the_title_is_lettered():
    assert (pixels("Old Rule", ()) != pixels("New Rule", ())).any(axis=2).sum() > 50


def test_a_shown_genre_makes_the_poster_brighter_in_colour():
    def vivid(shown):
        posters = np.stack([pixels("Old Rule", shown, index) for index in range(12)])
        return float((posters.max(axis=3) - posters.min(axis=3) > 120).mean())

    assert vivid(("Action",)) > vivid(()) + 0.05


def test_neighbouring_pixels_are_noisy():
    ground = pixels("Old Rule", ())
    assert (np.diff(ground, axis=1) != 0).mean() > 0.8
