"""Posters: a dull ground with figures, the motifs of what a film shows, lettering and noise."""

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont

from samples.chance import between, pick
from samples.motifs import HEIGHT, MOTIFS, WIDTH, Canvas, Colour, colour, draw_decoy, draw_figure

NOISE: Final = 9
"""Largest change of a pixel by noise, of 255 levels."""

MOST_FIGURES: Final = 3
MOST_DECOYS: Final = 3
TITLE_SIZES: Final = (16, 19, 22)
CREDITS_SIZE: Final = 9
DARK: Final[Colour] = (20, 20, 24)
PALE: Final[Colour] = (245, 245, 240)
INKS: Final = (PALE, DARK, (232, 222, 190), (190, 196, 204))


def draw_poster(rng: Generator, title: str, shown: Sequence[str]) -> Image.Image:
    """Draw a poster of 150 x 300 RGB pixels that shows the given genres by their motifs."""
    poster = _ground(rng)
    canvas = ImageDraw.Draw(poster)
    for _ in range(int(rng.integers(1, MOST_FIGURES + 1))):
        draw_figure(rng, canvas)
    for at in rng.permutation(len(shown)):  # any motif may lie over any other
        MOTIFS[shown[at]](rng, canvas)
    for _ in range(int(rng.integers(MOST_DECOYS + 1))):
        draw_decoy(rng, canvas)
    _letter(rng, canvas, title)
    return _with_noise(rng, poster)


def _ground(rng: Generator) -> Image.Image:
    """Make a vertical blend of two dull colours."""
    ends = [
        colour(rng, between(rng, 0, 360), saturation=22, lightness=between(rng, 12, 80))
        for _ in range(2)
    ]
    blend = np.linspace(ends[0], ends[1], HEIGHT)[:, None, :]
    return Image.fromarray(np.broadcast_to(blend, (HEIGHT, WIDTH, 3)).astype(np.uint8))


def _letter(rng: Generator, canvas: Canvas, title: str) -> None:
    """Write the title at the top or the foot, and a line of credits below everything."""
    ink, font = pick(rng, INKS), _font(pick(rng, TITLE_SIZES))
    lines = "\n".join(title.upper().split())
    top = pick(rng, (14, HEIGHT - 96)) + between(rng, -6, 6)
    place = (WIDTH / 2, top)
    edge = DARK if max(ink) > max(DARK) else PALE
    canvas.multiline_text(
        place, lines, ink, font, "ma", align="center", stroke_width=1, stroke_fill=edge
    )
    credit = f"a film of {int(rng.integers(1950, 2020))}"
    canvas.text((WIDTH / 2, HEIGHT - 16), credit, fill=ink, font=_font(CREDITS_SIZE), anchor="ma")


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=size)


def _with_noise(rng: Generator, poster: Image.Image) -> Image.Image:
    noise = rng.integers(-NOISE, NOISE + 1, size=(HEIGHT, WIDTH, 3), dtype=np.int16)
    pixels = np.asarray(poster, dtype=np.int16) + noise
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
